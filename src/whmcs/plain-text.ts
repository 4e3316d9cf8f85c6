import { decode } from 'html-entities';
import { cleanText } from '../stock/text.js';

/**
 * Returns a text of WHMCS's as a person reads it: HTML entities, which WHMCS stores text with, are decoded.
 *
 * @param value text or a number; anything else returns the empty text.
 */
export function plainText(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return '';
  return cleanText(value, value.includes('&') ? decode : undefined);
}

/** What an option or a choice of WHMCS's goes by. */
export type Names = {
  /** As customers see it. */
  readonly name: string;
  readonly aliases: readonly string[];
};

/**
 * Reads a name as an admin types it. Of `internal|Friendly` customers see the second half; it goes by the
 * first and by the whole too (docs.whmcs.com/products/configuration-options).
 *
 * @param text plain.
 */
export function readNames(text: string): Names {
  const bar = text.indexOf('|');
  if (bar < 0) return { name: text, aliases: [] };
  const [internal, friendly] = [text.slice(0, bar).trim(), text.slice(bar + 1).trim()];
  return { name: friendly || internal || text, aliases: [text, internal].filter((alias) => alias !== '') };
}
