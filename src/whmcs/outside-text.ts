import { visibleText } from '../stock/text.js';

/** Longer text is cut first, because an error message may hold megabytes. */
const LONGEST = 2_048;

/**
 * Sanitizes text from outside, such as an error message or a name in a certificate. The text is shortened,
 * invisible characters are removed, and line breaks and control characters become spaces.
 */
export function oneLine(text: string): string {
  const kept = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return visibleText(kept).replace(/\s+/g, ' ').trim();
}
