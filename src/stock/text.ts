import { createHash } from 'node:crypto';

/** Longer text is cut here, and ends in a hash of the whole so that different names stay different. */
export const LONGEST_TEXT = 512;

/**
 * Returns a text that is safe for labels, pages, terminals and logs: invisible characters are removed, white space
 * and control characters collapsed, and the length is limited.
 *
 * @param whole what a cut text ends in a hash of, where the text is only the beginning of something longer.
 */
export function cleanText(text: string, whole?: string): string {
  if (whole === undefined && text.length <= LONGEST_TEXT && CLEAN.test(text)) return text;
  const cleaned = text
    .replace(/\p{Surrogate}/gu, '\uFFFD') // half of a character, which UTF-8 can't encode
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return whole === undefined ? limitText(cleaned) : shorten(cleaned, whole);
}

/** Returns a text that is already clean, such as some names joined, cut to the length of a label. */
export function limitText(text: string): string {
  return text.length <= LONGEST_TEXT || SHORTENED.test(text) ? text : shorten(text, text);
}

/** Words with single blanks between them: most names, which are left as they are. */
const CLEAN = /^[!-~]+(?: [!-~]+)*$/;

/** The result of an earlier cut, which another cut would change. */
const SHORTENED = /^.{0,512}…#[0-9a-f]{12}$/s;

/**
 * Characters without a shape of their own: zero-width and bidirectional ones, soft hyphens, fillers, variation
 * selectors, tags, annotations. Two names may differ in nothing else, and some reverse the text that follows.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;

/** @param whole what the hash is taken of. */
function shorten(text: string, whole: string): string {
  const start = text.slice(0, LONGEST_TEXT).replace(/[\uD800-\uDBFF]$/, ''); // keeps no half of a character
  return `${start.trimEnd()}…#${createHash('sha256').update(whole).digest('hex').slice(0, 12)}`;
}
