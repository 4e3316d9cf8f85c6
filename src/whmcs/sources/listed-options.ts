import { distinguish } from '../../stock/names.js';
import type { Choice, Option } from '../../stock/options.js';
import { UNLIMITED } from '../../stock/stock.js';
import type { StockPattern } from '../../stock/stock-pattern.js';
import { cleanText } from '../../stock/text.js';
import {
  DecodeError,
  decodeFlag,
  decodeId,
  decodeOptionalCount,
  decodeRecordsIn,
  type JsonRecord,
} from '../decode.js';
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
  const options = decodeRecordsIn(holder, 'configoption').map((value) => {
    const { id, ...names } = decodeNamed(value, 'an option', undefined);
    const kind = decodeKind(value.type);
    const choices = decodeRecordsIn(value.options, 'option').map((choice) =>
      decodeChoice(choice, kind, pattern),
    );
    return { id, name: names.name, aliases: names.aliases, kind, choices: distinguish(uniqueById(choices)) };
  });
  const unique = uniqueById(options);
  const ids = unique.flatMap(({ choices }) => choices.map(({ id }) => id));
  if (new Set(ids).size < ids.length) throw new DecodeError('a choice that is in two options');
  return distinguish(unique);
}

function decodeChoice(value: JsonRecord, kind: Option['kind'], pattern: StockPattern | undefined): Choice {
  const { id, name, aliases, namedStock } = decodeNamed(value, 'a choice', pattern);
  return {
    id,
    name,
    aliases: kind === 'yesno' ? [...aliases, 'Yes', 'On'] : aliases,
    namedStock,
    hidden: decodeFlag(value.hidden) ?? false,
    capacity: decodeOptionalCount(value.capacity, 'capacity of a choice'),
  };
}

/**
 * Decodes id and names. `rawName`, if present, is the name as it was typed, before `|` was split. The stored
 * name, with HTML entities, is an alias, because people copy it into configurations.
 */
function decodeNamed(
  value: JsonRecord,
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

function uniqueById<T extends { readonly id: number }>(things: readonly T[]): readonly T[] {
  const byId = new Map<number, T>();
  for (const thing of things) if (!byId.has(thing.id)) byId.set(thing.id, thing);
  return [...byId.values()];
}
