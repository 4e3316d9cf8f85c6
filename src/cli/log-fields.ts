import { stdSerializers } from 'pino';
import type { Redact } from '../config/secrets/redactor.js';
import { visibleText } from '../stock/text.js';

/** Characters of all texts of one line together. */
const LONGEST_LINE = 4_096;
const MOST_ITEMS = 20;
const MOST_KEYS = 50;
const DEEPEST = 4;

/**
 * Returns the fields of a line as they are logged: shortened, and without terminal control characters. Texts
 * are cut first, because redacting megabytes takes seconds.
 */
export function shorten(fields: object, redact: Redact): object {
  let left = LONGEST_LINE;

  function shortenText(text: string): string {
    const start = text.slice(0, left);
    left -= start.length;
    if (start.length === text.length) return visibleText(text);
    // The redactor recognizes half a secret only at the end of a text.
    return `${visibleText(redact(start))}… (${text.length} characters)`;
  }

  function shortenValue(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return shortenText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > DEEPEST) return '…';
    if (!Array.isArray(value)) return shortenObject(value, depth);
    const items = value.slice(0, MOST_ITEMS).map((item) => shortenValue(item, depth + 1));
    return value.length > MOST_ITEMS ? [...items, `… ${value.length - MOST_ITEMS} more`] : items;
  }

  function shortenObject(value: object, depth: number): object {
    const entries = Object.entries(value instanceof Error ? stdSerializers.err(value) : value);
    const shortened = entries
      .slice(0, MOST_KEYS)
      .map(([key, item]) => [shortenText(key), shortenValue(item, depth + 1)]);
    return Object.fromEntries(shortened);
  }

  return shortenObject(fields, 0);
}
