import { decode } from 'html-entities';

/**
 * A name as a person reads it: WHMCS stores what admins typed with HTML entities, and typed white space as it came.
 * Anything but text and numbers gives the empty text. Halves of characters, which UTF-8 can't write, become what it writes for them.
 */
export function plainText(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return '';
  if (PLAIN.test(value)) return value;
  return decode(value)
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** Words with single blanks between them: most names, which need nothing done. */
const PLAIN = /^[!-%'-~]+(?: [!-%'-~]+)*$/;
