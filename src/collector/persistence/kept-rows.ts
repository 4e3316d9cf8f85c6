import type { Product, SourceName } from '../../stock/catalogue.js';
import type { ProductRecord } from '../../stock/facts.js';
import type { ProductMovement } from '../../stock/movement.js';
import type { Option } from '../../stock/options.js';
import type { Count } from '../usage-ledger.js';
import { decodeFacts, encodeFacts, type FactsCode } from './facts-code.js';
import type { KeptSite } from './kept-site.js';
import { decodeOption, encodeOption, type OptionCode } from './option-code.js';
import { decodeProduct, encodeProduct, type ProductCode } from './product-code.js';
import { decodeUsage, encodeUsage, type UsageCode } from './usage-code.js';

/** Everything that is kept of one product as JSON. Times are ages at the time of a reading. */
export type RowCode = readonly [
  id: number,
  product: ProductCode | null,
  facts: FactsCode | null,
  movement: MovementCode | null,
  count: CountCode | null,
];

type MovementCode = readonly [
  quantity: number | null,
  source: SourceName | null,
  removed: number,
  added: number,
  changedAge?: number | null,
  soldOutAge?: number | null,
];

/** Without usage and options they are those of the product. */
type CountCode = readonly [
  age: number,
  names: string | null,
  usage?: UsageCode,
  options?: readonly OptionCode[] | null,
];

/** Everything that is kept of one product. What is left out is unknown. */
export type KeptRow = {
  readonly id: number;
  readonly product?: Product;
  readonly facts?: ProductRecord;
  readonly movement?: ProductMovement;
  /** Without units they are the product's. */
  readonly count?: Pick<Count, 'since' | 'names'> & { readonly units?: Pick<Count, 'usage' | 'options'> };
};

/** Returns the time from which the ages in the rows of a site count. */
export const baseOf = ({ memory: { last } }: Pick<KeptSite, 'memory'>): number => last?.at ?? 0;

/** Returns a row per product: those of the catalogue in its order, then those that it no longer lists. */
export function* rowsOf(site: KeptSite): Iterable<RowCode> {
  const { last, facts, movement } = site.memory;
  const seen = new Set<number>();
  for (const product of last?.catalogue.products ?? []) {
    seen.add(product.id);
    yield rowOf(site, product.id, product);
  }
  for (const ids of [movement.keys(), numbersOf(facts.products)])
    for (const id of ids) {
      if (seen.has(id)) continue;
      seen.add(id);
      yield rowOf(site, id, undefined);
    }
}

/** Returns the keys of an object one by one, because there may be thousands. */
function* numbersOf(object: object): Iterable<number> {
  for (const key in object) yield Number(key);
}

/** Returns the row of one product. @param product as in the last catalogue. */
export function rowOf(site: KeptSite, id: number, product: Product | undefined): RowCode {
  const { facts, movement } = site.memory;
  const at = baseOf(site);
  const record = facts.products[id];
  const moved = movement.get(id);
  const count = site.counted.get(id);
  return [
    id,
    product ? encodeProduct(product, at) : null,
    record ? encodeFacts(record, at) : null,
    moved ? encodeMovement(moved, at) : null,
    count ? encodeCount(count, product, at) : null,
  ];
}

/** @param at the time from which its ages count. */
export function decodeRow([id, product, facts, movement, count]: RowCode, at: number): KeptRow {
  const row: Mutable<KeptRow> = { id };
  if (product) row.product = decodeProduct(id, product, at);
  if (facts) row.facts = decodeFacts(facts, at);
  if (movement) row.movement = decodeMovement(movement, at);
  if (count) row.count = decodeCount(count, at);
  return row;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

const encodeMovement = (moved: ProductMovement, at: number): MovementCode => [
  moved.quantity ?? null,
  moved.source ?? null,
  moved.removed,
  moved.added,
  moved.changedAt === undefined ? null : at - moved.changedAt,
  moved.soldOutSince === undefined ? null : at - moved.soldOutSince,
];

function decodeMovement(code: MovementCode, at: number): ProductMovement {
  const [quantity, source, removed, added, changedAge, soldOutAge] = code;
  return {
    ...{ quantity: quantity ?? undefined, source: source ?? undefined, removed, added },
    changedAt: typeof changedAge === 'number' ? at - changedAge : undefined,
    soldOutSince: typeof soldOutAge === 'number' ? at - soldOutAge : undefined,
  };
}

function encodeCount(count: Count, product: Product | undefined, at: number): CountCode {
  const { since, names, usage, options } = count;
  const code = [at - since, names ?? null] as const;
  if (usage === product?.usage && options === product?.options) return code;
  return [...code, encodeUsage(usage), options?.map(encodeOption) ?? null];
}

function decodeCount([age, names, usage, options]: CountCode, at: number): NonNullable<KeptRow['count']> {
  const count = { since: at - age, names: names ?? undefined };
  if (!usage) return count;
  return { ...count, units: { usage: decodeUsage(usage), options: decodeOptions(options) } };
}

const decodeOptions = (codes: readonly OptionCode[] | null | undefined): readonly Option[] | undefined =>
  codes?.map(decodeOption);

/** Returns the counted units in use of a row; undefined if there are none. */
export function countOf({ product, count }: KeptRow): Count | undefined {
  if (!count) return undefined;
  const { units = product, ...when } = count;
  const { usage, options } = units ?? {};
  return usage && { ...when, usage, options };
}
