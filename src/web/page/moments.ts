import { countNoun } from '../../count-noun.js';
import { type Html, html } from './html.js';

/** Returns a span of time in its largest unit, such as `3 hours`. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return countNoun(seconds, 'second');
  if (seconds < 7_200) return countNoun(Math.round(seconds / 60), 'minute');
  if (seconds < 172_800) return countNoun(Math.round(seconds / 3_600), 'hour');
  return countNoun(Math.round(seconds / 86_400), 'day');
}

/** Renders how long ago a time was. The script of the page keeps it current. */
export const ago = (time: number, now: number): Html =>
  html`<time datetime="${new Date(time).toISOString()}">${span(now - time)} ago</time>`;

/** Renders the time since, after words such as `for`. The script of the page keeps it current. */
export function since(time: number, now: number, words: string): Html {
  const moment = new Date(time).toISOString();
  return html`<time datetime="${moment}" data-w="${words}">${words} ${span(now - time)}</time>`;
}

/** Renders the time of a reading. It changes even if nothing else does. */
export const readAgo = (time: number, now: number): Html =>
  html`<time id="read" datetime="${new Date(time).toISOString()}">${span(now - time)} ago</time>`;

const READING = /<time id="read"[^>]*>[^<]*<\/time>|^<body .*$/gm;
const AGE = /(<time [^>]*>)[^<]*(?=<\/time>)/g;

/** Returns a page without the parts that change even if the stock does not: ages and the time of reading. */
export const withoutAges = (page: string): string => page.replace(READING, '').replace(AGE, '$1');
