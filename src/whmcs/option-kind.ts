import { OPTION_KINDS, type OptionKind } from '../stock/options.js';
import { plainText } from './plain-text.js';

/** Returns the kind of an option, which WHMCS writes as a word or as a number from 1 on; undefined where it is neither. */
export function decodeOptionKind(value: unknown): OptionKind | undefined {
  const word = plainText(value).toLowerCase();
  return OPTION_KINDS.find((kind, index) => word === kind || word === String(index + 1));
}
