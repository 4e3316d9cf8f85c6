import type { Product } from '../../stock/catalogue.js';
import type { ProductRecord } from '../../stock/facts.js';
import type { ProductMovement } from '../../stock/movement.js';
import type { Usage } from '../../stock/options.js';
import type { Count } from '../usage-ledger.js';
import type { KeptSite } from './kept-site.js';

/** Everything that is kept of one product, as plain JSON. What is left out is unknown. */
export type ProductRow = {
  readonly id: number;
  /** As in the last catalogue. */
  readonly product?: (Omit<Product, 'usage'> & { readonly usage?: UsageRow | undefined }) | undefined;
  readonly facts?: ProductRecord | undefined;
  readonly movement?: ProductMovement | undefined;
  /** Its counted units in use. Without `own` they are the product's, as are the options. */
  readonly count?: CountRow | undefined;
};

type CountRow = Pick<Count, 'since' | 'names'> & {
  readonly own?: Pick<Count, 'options'> & { readonly usage: UsageRow };
};

type UsageRow = {
  readonly units: number;
  readonly choices: readonly (readonly [number, number])[];
  readonly sets?: readonly (readonly [string, number])[] | undefined;
  readonly unsure: readonly (readonly [number, number])[];
  readonly unmatched: number;
};

/** Returns a row per product: those of the catalogue in its order, then those that it no longer lists. */
export function* rowsOf(site: KeptSite): Iterable<ProductRow> {
  const { last, facts, movement } = site.memory;
  const products = last?.catalogue.products ?? [];
  for (const product of products) yield rowOf(site, product.id, product);
  const others = new Set([...Object.keys(facts.products).map(Number), ...movement.keys()]);
  for (const { id } of products) others.delete(id);
  for (const id of others) yield rowOf(site, id, undefined);
}

/** Returns the row of one product. @param product as in the last catalogue. */
export function rowOf(
  { memory: { facts, movement }, counted }: KeptSite,
  id: number,
  product: Product | undefined,
): ProductRow {
  return {
    id,
    product: product && { ...product, usage: product.usage && encodeUsage(product.usage) },
    facts: facts.products[id],
    movement: movement.get(id),
    count: encodeCount(counted.get(id), product),
  };
}

function encodeCount(count: Count | undefined, product: Product | undefined): CountRow | undefined {
  if (!count) return undefined;
  const { since, names, usage, options } = count;
  if (usage === product?.usage && options === product?.options) return { since, names };
  return { since, names, own: { options, usage: encodeUsage(usage) } };
}

const encodeUsage = ({ choices, sets, unsure, ...usage }: Usage): UsageRow => ({
  ...usage,
  choices: [...choices],
  sets: sets && [...sets],
  unsure: [...unsure],
});

/** Returns the product of a row; undefined if it was not in the catalogue. */
export const decodeProduct = ({ product }: ProductRow): Product | undefined =>
  product && { ...product, usage: decodeUsage(product.usage) };

/** Returns the counted units in use of a row. @param product of the same row. */
export function decodeCount({ count }: ProductRow, product: Product | undefined): Count | undefined {
  const usage = decodeUsage(count?.own?.usage) ?? product?.usage;
  if (!count || !usage) return undefined;
  const { options } = count.own ?? product ?? {};
  return { since: count.since, names: count.names, usage, options };
}

const decodeUsage = (row: UsageRow | undefined): Usage | undefined =>
  row && {
    ...row,
    choices: new Map(row.choices),
    sets: row.sets && new Map(row.sets),
    unsure: new Map(row.unsure),
  };
