import { distinguish } from '../../stock/names.js';
import {
  type Choice,
  isPicked,
  keyOfSet,
  type Option,
  type Usage,
  withoutNumbers,
} from '../../stock/options.js';
import { UNLIMITED } from '../../stock/stock.js';
import type { StockPattern } from '../../stock/stock-pattern.js';
import { cleanText } from '../../stock/text.js';
import { DecodeError, decodeFlag, decodeInteger, decodeList } from '../decode.js';
import { isRecord } from '../envelope.js';
import { decodeOptionKind } from '../option-kind.js';
import { plainText, readNames } from '../plain-text.js';

/**
 * Decodes the configurable options of a product (developers.whmcs.com/api-reference/getproducts), in their
 * order.
 *
 * @param holder such as `{"configoption": [...]}`.
 * @returns undefined if the answer has no options field.
 * @throws {DecodeError} if the field is invalid.
 */
export function decodeOptions(
  holder: unknown,
  pattern: StockPattern | undefined,
): readonly Option[] | undefined {
  if (holder === undefined) return undefined;
  const options = held(holder, 'configoption').map((value) => {
    const { id, ...names } = decodeNamed(value, 'an option', undefined);
    const kind = decodeKind(value.type);
    const choices = held(value.options, 'option').map((choice) => decodeChoice(choice, kind, pattern));
    return { id, name: names.name, aliases: names.aliases, kind, choices: distinguish(uniqueById(choices)) };
  });
  const unique = uniqueById(options);
  const ids = unique.flatMap(({ choices }) => choices.map(({ id }) => id));
  if (new Set(ids).size < ids.length) throw new DecodeError('a choice that is in two options');
  return distinguish(unique);
}

/**
 * Decodes the units in use of a product, as the companion counts them (`docs/companion.md`).
 *
 * @param options the options in the same answer.
 * @returns undefined if they were not counted.
 * @throws {DecodeError} if a part is missing, because it would look like a complete count.
 */
export function decodeUsage(
  product: Readonly<Record<string, unknown>>,
  options: readonly Option[],
): Usage | undefined {
  const units = decodeGivenCount(product.inuse, 'inuse');
  if (units === undefined) return undefined;
  const choices = new Map<number, number>();
  const listed = held(product.configoptions, 'configoption');
  for (const option of listed) {
    for (const choice of held(option.options, 'option')) {
      const id = decodeId(choice.id, 'a choice');
      choices.set(id, decodeCount(choice.inuse, 'inuse of a choice'));
    }
  }
  const unmatched = decodeGivenCount(product.unmatched, 'unmatched') ?? 0;
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
function decodeUnsure(
  listed: readonly Readonly<Record<string, unknown>>[],
): ReadonlyMap<number, number> | undefined {
  const unsure = new Map<number, number>();
  let isKnown = false;
  for (const { id, unmatched } of listed) {
    const units = decodeGivenCount(unmatched, 'unmatched of an option');
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
  for (const { choices, inuse } of held(combinations, 'combination')) {
    const listed = typeof choices === 'string' ? choices.split(',', MOST_CHOICES + 1) : [choices];
    if (listed.length > MOST_CHOICES) throw new DecodeError('a combination of too many choices');
    const ids = listed.map((id) => decodeId(id, 'a combination'));
    const key = keyOfSet(ids);
    sets.set(key, (sets.get(key) ?? 0) + decodeCount(inuse, 'inuse of a combination'));
  }
  return sets;
}

function decodeChoice(
  value: Readonly<Record<string, unknown>>,
  kind: Option['kind'],
  pattern: StockPattern | undefined,
): Choice {
  const named = decodeNamed(value, 'a choice', pattern);
  return {
    ...named,
    aliases: kind === 'yesno' ? [...named.aliases, 'Yes', 'On'] : named.aliases,
    hidden: decodeFlag(value.hidden) ?? false,
    capacity: decodeGivenCount(value.capacity, 'capacity of a choice'),
  };
}

/**
 * Decodes id and names. `rawName`, if present, is the name as it was typed, before `|` was split. The stored
 * name, with HTML entities, is an alias, because people copy it into configurations.
 */
function decodeNamed(
  value: Readonly<Record<string, unknown>>,
  what: string,
  pattern: StockPattern | undefined,
): Pick<Choice, 'id' | 'name' | 'aliases' | 'namedStock'> {
  const id = decodeId(value.id, what);
  const read = (text: string) => pattern?.read(text) ?? { name: text, stock: UNLIMITED };
  const { name, stock } = read(plainText(value.name));
  const shown = readNames(name);
  const typed = readNames(read(plainText(value.rawName)).name);
  const stored = typeof value.name === 'string' ? read(cleanText(value.name)).name : '';
  const aliases = [...shown.aliases, typed.name, ...typed.aliases, stored].filter(
    (alias) => alias !== '' && alias !== shown.name,
  );
  return { id, name: shown.name || String(id), aliases: [...new Set(aliases)], namedStock: stock };
}

function decodeKind(value: unknown): Option['kind'] {
  const kind = decodeOptionKind(value);
  if (!kind) throw new DecodeError('an option of an unknown type');
  return kind;
}

function decodeId(value: unknown, what: string): number {
  const id = decodeInteger(value);
  if (id === undefined || id < 1) throw new DecodeError(`${what} without an id`);
  return id;
}

function decodeCount(value: unknown, what: string): number {
  const count = decodeGivenCount(value, what);
  if (count === undefined) throw new DecodeError(`${what} is not a count`);
  return count;
}

/** Decodes an optional count. A negative one is refused, because it would raise the stock. */
function decodeGivenCount(value: unknown, what: string): number | undefined {
  const count = decodeInteger(value);
  if (count !== undefined && count < 0) throw new DecodeError(`${what} is not a count`);
  return count;
}

/** Decodes the records of a list inside its holder. The holder may be missing, or any empty value of PHP. */
function held(holder: unknown, name: string): readonly Readonly<Record<string, unknown>>[] {
  const list = decodeList(isRecord(holder) && name in holder ? holder[name] : holder);
  const records = list.filter(isRecord);
  if (records.length < list.length) throw new DecodeError(`${name}: expected objects`);
  return records.filter((record) => Object.keys(record).length > 0);
}

function uniqueById<T extends { readonly id: number }>(things: readonly T[]): readonly T[] {
  const byId = new Map<number, T>();
  for (const thing of things) if (!byId.has(thing.id)) byId.set(thing.id, thing);
  return [...byId.values()];
}
