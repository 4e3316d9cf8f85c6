import { OPTION_KINDS, type OptionKind } from '../stock/options.js';
import { plainText } from './plain-text.js';

/**
 * Returns the kind of an option. WHMCS writes a word, or a number from 1; anything else returns undefined.
 */
export function decodeOptionKind(value: unknown): OptionKind | undefined {
  const word = plainText(value).toLowerCase();
  return OPTION_KINDS.find((kind, index) => word === kind || word === String(index + 1));
}
