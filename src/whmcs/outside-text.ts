import { visibleText } from '../stock/text.js';

/** Longer text from outside is cut before anything is done with it: an error message may hold megabytes. */
const LONGEST = 2_048;

/**
 * Returns text from outside, such as an error message or a name in a certificate, as a part of one line: it
 * is cut, invisible characters are removed, and line breaks and control characters become blanks.
 */
export function oneLine(text: string): string {
  const kept = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return visibleText(kept).replace(/\s+/g, ' ').trim();
}
