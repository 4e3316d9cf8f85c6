/** Longer text from outside is cut before anything is done with it: an error message may hold megabytes. */
const LONGEST = 2_048;

/**
 * Makes text from outside, such as an error message or a name in a certificate, fit for one line of ours: it is cut, and
 * control characters, invisible characters and line breaks become blanks.
 */
export function oneLine(text: string): string {
  const kept = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return kept.replace(/[\p{Cc}\p{Cf}\p{Surrogate}\s]+/gu, ' ').trim();
}
