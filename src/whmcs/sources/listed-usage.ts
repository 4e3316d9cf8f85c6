import { keyOfSet } from '../../stock/choice-sets.js';
import { isPicked, type Option, type Usage, withoutNumbers } from '../../stock/options.js';
import {
  DecodeError,
  decodeCount,
  decodeId,
  decodeOptionalCount,
  decodeRecordsIn,
  isRecord,
  type JsonRecord,
} from '../decode.js';

/**
 * Decodes the units in use of a product, as the companion counts them (`docs/companion.md`).
 *
 * @param options the options in the same answer.
 * @returns undefined if they were not counted.
 * @throws {DecodeError} if a part is missing, because it would look like a complete count.
 */
export function decodeUsage(product: JsonRecord, options: readonly Option[]): Usage | undefined {
  const units = decodeOptionalCount(product.inuse, 'inuse');
  if (units === undefined) return undefined;
  const choices = new Map<number, number>();
  const listed = decodeRecordsIn(product.configoptions, 'configoption');
  for (const option of listed) {
    for (const choice of decodeRecordsIn(option.options, 'option')) {
      const id = decodeId(choice.id, 'a choice');
      choices.set(id, decodeCount(choice.inuse, 'inuse of a choice'));
    }
  }
  const unmatched = decodeOptionalCount(product.unmatched, 'unmatched') ?? 0;
  const unsure = decodeUnsure(listed) ?? anyPicked(options, unmatched);
  return withoutNumbers(
    { units, choices, sets: decodeSets(product.combinations), unsure, unmatched },
    options,
  );
}

/**
 * Decodes the units per option that match no choice; undefined if the companion does not count them per
 * option.
 */
function decodeUnsure(listed: readonly JsonRecord[]): ReadonlyMap<number, number> | undefined {
  const unsure = new Map<number, number>();
  let isKnown = false;
  for (const { id, unmatched } of listed) {
    const units = decodeOptionalCount(unmatched, 'unmatched of an option');
    isKnown ||= units !== undefined;
    if (units !== undefined && units > 0) unsure.set(decodeId(id, 'an option'), units);
  }
  return isKnown ? unsure : undefined;
}

/**
 * Assigns units to every dropdown and radio option, because older companions report one number for all
 * options.
 */
const anyPicked = (options: readonly Option[], units: number): ReadonlyMap<number, number> =>
  new Map(units === 0 ? [] : options.filter(isPicked).map(({ id }) => [id, units]));

/** More than any service has, so that megabytes of commas are refused quickly. */
const MOST_CHOICES = 10_000;

/** Decodes the units per set of choices; undefined if the companion could not count them. */
function decodeSets(combinations: unknown): ReadonlyMap<string, number> | undefined {
  if (!isRecord(combinations) || combinations.combination === null) return undefined;
  const sets = new Map<string, number>();
  for (const { choices, inuse } of decodeRecordsIn(combinations, 'combination')) {
    const listed = typeof choices === 'string' ? choices.split(',', MOST_CHOICES + 1) : [choices];
    if (listed.length > MOST_CHOICES) throw new DecodeError('a combination of too many choices');
    const ids = listed.map((id) => decodeId(id, 'a combination'));
    const key = keyOfSet(ids);
    sets.set(key, (sets.get(key) ?? 0) + decodeCount(inuse, 'inuse of a combination'));
  }
  return sets;
}
