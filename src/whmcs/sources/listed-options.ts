import { tellApart } from '../../stock/names.js';
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
 * The configurable options of a product in an answer (developers.whmcs.com/api-reference/getproducts), in its order.
 *
 * @param holder such as `{"configoption": [...]}`.
 * @returns undefined where the answer is silent of options.
 * @throws {DecodeError} where it holds what it can't.
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
    return { id, name: names.name, aliases: names.aliases, kind, choices: tellApart(uniqueById(choices)) };
  });
  const unique = uniqueById(options);
  const ids = unique.flatMap(({ choices }) => choices.map(({ id }) => id));
  if (new Set(ids).size < ids.length) throw new DecodeError('a choice that is in two options');
  return tellApart(unique);
}

/**
 * Returns what services hold of a product, as the companion counts it (`docs/companion.md`).
 *
 * @param options those of the same answer.
 * @returns undefined where it was not counted.
 * @throws {DecodeError} where some of it is missing: a part would look like the whole.
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

/** Returns the units that match no choice of each option; undefined where the companion does not say of which. */
function decodeUnsure(
  listed: readonly Readonly<Record<string, unknown>>[],
): ReadonlyMap<number, number> | undefined {
  const unsure = new Map<number, number>();
  let isTold = false;
  for (const { id, unmatched } of listed) {
    const units = decodeGivenCount(unmatched, 'unmatched of an option');
    isTold ||= units !== undefined;
    if (units !== undefined && units > 0) unsure.set(decodeId(id, 'an option'), units);
  }
  return isTold ? unsure : undefined;
}

/** A companion of an older version tells one number for all options: the units may be of any that is picked from. */
const anyPicked = (options: readonly Option[], units: number): ReadonlyMap<number, number> =>
  new Map(units === 0 ? [] : options.filter(isPicked).map(({ id }) => [id, units]));

/** More than any service holds, so that megabytes of commas cost nothing. */
const MOST_CHOICES = 10_000;

/** Sets of choices with their units; undefined where the companion could not tell them. */
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
 * Decodes id and names. `rawName`, where it is there, is the name as it was typed, before its halves were parted. The
 * name as WHMCS stores it, with entities, is an alias: people copy it into configurations.
 */
function decodeNamed(
  value: Readonly<Record<string, unknown>>,
  what: string,
  pattern: StockPattern | undefined,
): Pick<Choice, 'id' | 'name' | 'aliases' | 'told'> {
  const id = decodeId(value.id, what);
  const read = (text: string) => pattern?.read(text) ?? { name: text, stock: UNLIMITED };
  const { name, stock } = read(plainText(value.name));
  const shown = readNames(name);
  const typed = readNames(read(plainText(value.rawName)).name);
  const stored = typeof value.name === 'string' ? read(cleanText(value.name)).name : '';
  const aliases = [...shown.aliases, typed.name, ...typed.aliases, stored].filter(
    (alias) => alias !== '' && alias !== shown.name,
  );
  return { id, name: shown.name || String(id), aliases: [...new Set(aliases)], told: stock };
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

/** A count that may be absent; below zero it would make stock of nothing. */
function decodeGivenCount(value: unknown, what: string): number | undefined {
  const count = decodeInteger(value);
  if (count !== undefined && count < 0) throw new DecodeError(`${what} is not a count`);
  return count;
}

/** The records of a list inside its holder; a holder may be missing, or empty in any of PHP's ways. */
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
