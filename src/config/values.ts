import * as z from 'zod';
import { createStockPattern } from '../stock/stock-pattern.js';
import { DURATION_PATTERN, formatDuration, parseDuration } from './duration.js';
import { parseSize, SIZE_PATTERN } from './size.js';

export const SECOND = 1_000;
export const MINUTE = 60_000;
export const DAY = 86_400_000;

/** Accepts a duration with units; returns ms. */
export function duration(least: number, most: number, expected: string) {
  return z
    .string({ error: `expected a duration such as ${expected}` })
    .transform((text, context) => {
      const ms = parseDuration(text);
      if (ms !== undefined && ms >= least && ms <= most) return ms;
      const range = ms === undefined ? '' : `, from ${formatDuration(least)} to ${formatDuration(most)}`;
      context.addIssue(`expected a duration such as ${expected}${range}`);
      return z.NEVER;
    })
    .meta({ pattern: DURATION_PATTERN });
}

/** Accepts a size with a unit; returns bytes. */
export const size = z
  .string({ error: 'expected a size such as 64MiB' })
  .transform((text, context) => {
    const bytes = parseSize(text);
    if (bytes !== undefined && bytes >= 1024 && bytes <= 2 ** 30) return bytes;
    context.addIssue(`expected a size such as 64MiB${bytes === undefined ? '' : ', from 1KiB to 1GiB'}`);
    return z.NEVER;
  })
  .meta({ pattern: SIZE_PATTERN });

/** Accepts a whole number, also as text: variables are always text. */
export function whole(least: number, most: number) {
  const expected = `expected a whole number from ${least} to ${most}`;
  return z
    .union([z.number(), z.string().meta({ pattern: '^\\d+$' })], { error: expected })
    .transform((value, context) => {
      const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
      if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most)
        return number;
      context.addIssue(expected);
      return z.NEVER;
    });
}

/** Accepts true or false, also as text. */
export const flag = z
  .union([z.boolean(), z.string().meta({ pattern: '^(true|false)$' })], {
    error: 'expected true or false',
  })
  .transform((value, context) => {
    if (value === true || value === 'true') return true;
    if (value === false || value === 'false') return false;
    context.addIssue('expected true or false');
    return z.NEVER;
  });

/** Accepts a text that is not empty. */
export const text = (what: string) =>
  z.string({ error: `expected ${what}` }).min(1, { error: `expected ${what}` });
/** Accepts an id of WHMCS. */
export const id = whole(1, 2 ** 31 - 1);
/** Accepts a list, or nothing. */
export const list = <T extends z.ZodType>(element: T, what: string) =>
  z.array(element, { error: `expected a list of ${what}` }).exactOptional();

/** Accepts a regular expression that reads stock from names. */
export const regexp = z.string({ error: 'expected a regular expression' }).transform((source, context) => {
  try {
    return createStockPattern(source);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    context.addIssue(`expected a regular expression in RE2's syntax: ${error.message}`);
    return z.NEVER;
  }
});
