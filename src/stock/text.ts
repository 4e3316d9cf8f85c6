import { createHash } from 'node:crypto';

/** Longer text is cut here, and ends in a hash of the whole so that different names stay different. */
export const LONGEST_TEXT = 512;

/** Longer input is cut before it is read: megabytes take seconds. An entity takes up to eight characters. */
const LONGEST_INPUT = 8 * LONGEST_TEXT;

/**
 * Returns a text that is safe for labels, pages, terminals and logs: invisible characters are removed, white space
 * and control characters collapsed, and the length is limited.
 *
 * @param decode reads the text before it is cleaned, such as one with entities.
 */
export function cleanText(text: string, decode?: (text: string) => string): string {
  if (!decode && text.length <= LONGEST_TEXT && CLEAN.test(text)) return text;
  const isCut = text.length > LONGEST_INPUT;
  const input = isCut ? copy(text.slice(0, LONGEST_INPUT)) : text;
  const cleaned = withoutInvisible(decode ? decode(input) : input)
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return isCut ? shorten(cleaned, text) : limitText(cleaned);
}

/** Returns a text of any length and number of lines without what would reverse, hide or erase a part of it on a terminal. */
export const visibleText = (text: string): string => withoutInvisible(text).replace(/[^\P{Cc}\n\t]/gu, ' ');

const withoutInvisible = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '\uFFFD') // half of a character, which UTF-8 can't encode
    .replace(INVISIBLE, '');

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

/** A slice keeps the whole of its text in memory; a copy does not. */
const copy = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');
