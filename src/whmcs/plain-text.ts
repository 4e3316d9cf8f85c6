import { decode } from 'html-entities';
import { cleanText } from '../stock/text.js';

/**
 * Returns a text of WHMCS with its HTML entities decoded; WHMCS stores texts encoded.
 *
 * @param value text or a number; anything else returns the empty string.
 */
export function plainText(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return '';
  return cleanText(value, value.includes('&') ? decode : undefined);
}

/** The names of an option or a choice. */
export type Names = {
  /** As customers see it. */
  readonly name: string;
  readonly aliases: readonly string[];
};

/**
 * Parses a name as an admin types it. In `internal|Friendly`, customers see the second part; the first part
 * and the whole are aliases (docs.whmcs.com/products/configuration-options).
 *
 * @param text plain text, with entities decoded.
 */
export function readNames(text: string): Names {
  const bar = text.indexOf('|');
  if (bar < 0) return { name: text, aliases: [] };
  const [internal, friendly] = [text.slice(0, bar).trim(), text.slice(bar + 1).trim()];
  return { name: friendly || internal || text, aliases: [text, internal].filter((alias) => alias !== '') };
}
