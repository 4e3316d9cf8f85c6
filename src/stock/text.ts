import { createHash } from 'node:crypto';

/** Longer text is cut. It ends in a hash of the whole, so that different names stay different. */
export const LONGEST_TEXT = 512;

/** Longer input is cut first, because megabytes take seconds. An entity has up to eight characters. */
const LONGEST_INPUT = 8 * LONGEST_TEXT;

/**
 * Returns a text that is safe for labels, pages, terminals and logs. Invisible characters are removed, white
 * space and control characters are collapsed, and the length is limited.
 *
 * @param decode decodes the text before it is cleaned, for example entities.
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

/** Returns a text without the characters that reverse, hide or erase parts of it on a terminal. */
export const visibleText = (text: string): string => withoutInvisible(text).replace(/[^\P{Cc}\n\t]/gu, ' ');

const withoutInvisible = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '\uFFFD') // half a character, which UTF-8 can't encode
    .replace(INVISIBLE, '');

/** Limits a clean text, such as joined names, to the length of a label. */
export function limitText(text: string): string {
  return text.length <= LONGEST_TEXT || SHORTENED.test(text) ? text : shorten(text, text);
}

/** Matches ASCII words with single spaces: most names, which need no cleaning. */
const CLEAN = /^[!-~]+(?: [!-~]+)*$/;

/** Matches the result of an earlier cut, which must not be cut again. */
const SHORTENED = /^.{0,512}…#[0-9a-f]{12}$/s;

/**
 * Invisible characters: zero-width and bidirectional ones, soft hyphens, fillers, variation selectors, tags,
 * annotations. They could be the only difference between two names, and some reverse the text that follows.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;

/** Cuts a text and adds a hash. @param whole the text to hash. */
function shorten(text: string, whole: string): string {
  const start = text.slice(0, LONGEST_TEXT).replace(/[\uD800-\uDBFF]$/, ''); // removes half a character
  return `${start.trimEnd()}…#${createHash('sha256').update(whole).digest('hex').slice(0, 12)}`;
}

/** A slice keeps the whole of its text in memory; a copy does not. */
const copy = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');
