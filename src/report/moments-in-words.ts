import { span } from '../web/page/moments.js';
import { startOfDay } from './period.js';

export const MINUTE_MS = 60_000;

const DATE = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'long' });
const TIME = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'long', timeStyle: 'short' });
const DAY = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long' });

/** Returns a time such as `27 November 2026 at 07:00 UTC`. */
export const timeText = (at: number): string => `${TIME.format(at)} UTC`;

/** Returns days such as `20 to 26 November 2026`. */
export function daysText(first: number, last: number): string {
  const [from, to] = [startOfDay(first), startOfDay(last)];
  if (first === last) return DATE.format(to);
  const isOneMonth = new Date(from).getUTCMonth() === new Date(to).getUTCMonth();
  return `${isOneMonth ? new Date(from).getUTCDate() : DAY.format(from)} to ${DATE.format(to)}`;
}

/** Returns a day such as `24 November`. */
export const dayText = (day: number): string => DAY.format(startOfDay(day));

/** Returns how long ago a time was. */
export const agoText = (time: number, at: number): string =>
  at - time < MINUTE_MS ? 'just now' : `${span(at - time)} ago`;

/** Returns how long a state has lasted. */
export const forText = (since: number, at: number): string =>
  at - since < MINUTE_MS ? 'for less than a minute' : `for ${span(at - since)}`;
