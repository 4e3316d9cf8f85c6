import { DEFAULT_LEAD_TIME_MS } from '../stock/alert-settings.js';
import type { Product } from '../stock/catalogue.js';
import type { Snapshot } from '../stock/snapshot.js';
import type { Stock } from '../stock/stock.js';

const DAY_MS = 86_400_000;

type Limited = Extract<Stock, { kind: 'limited' }>;

/** An item whose stock is forecast. */
export type Item = {
  /** What it is, in the diary. */
  readonly key: string;
  readonly stock: number;
  readonly source: string;
  readonly leadDays: number;
  readonly product: Product | undefined;
  /** Of a choice: its id in the history. */
  readonly choice: number | undefined;
};

/** Returns the key of a product in the diary. */
export const productKey = (id: number): string => String(id);

// Plain literals, because V8 gives every object that gains a key after a spread a hidden class of its own,
// which makes each later access to thousands of them slow.

/** Returns a product whose stock is a number. */
export function productItem(snapshot: Snapshot, product: Product, stock: Limited): Item {
  return {
    key: productKey(product.id),
    stock: stock.quantity,
    source: product.stockSource,
    leadDays: leadDaysOf(snapshot, product),
    product,
    choice: undefined,
  };
}

export function* choiceItems(snapshot: Snapshot): Iterable<Item | undefined> {
  for (const { product, choice, stock } of snapshot.choices) {
    if (stock.kind !== 'limited') yield undefined;
    else
      yield {
        key: `${product.id} choice ${choice.id}`,
        stock: stock.quantity,
        source: 'usage',
        leadDays: leadDaysOf(snapshot, product),
        product,
        choice: choice.id,
      };
  }
}

export function* combinationItems(snapshot: Snapshot): Iterable<Item | undefined> {
  for (const { product, combination, stock } of snapshot.combinations) {
    if (stock.kind !== 'limited') yield undefined;
    else
      yield {
        key: `${product.id} combination ${combination}`,
        stock: stock.quantity,
        source: 'usage',
        leadDays: leadDaysOf(snapshot, product),
        product: undefined,
        choice: undefined,
      };
  }
}

/**
 * Returns the pools. The lead time of a pool is that of the site. A pool whose capacity changes, as when a
 * host fails, has sold nothing, so its number then is of another source.
 */
export function* poolItems(snapshot: Snapshot, leadDays: number): Iterable<Item | undefined> {
  for (const { name, stock, capacity } of snapshot.pools) {
    if (stock.kind !== 'limited') yield undefined;
    else
      yield {
        key: `pool ${name}`,
        stock: stock.quantity,
        source: capacity === undefined ? 'measured' : `usage of ${capacity}`,
        leadDays,
        product: undefined,
        choice: undefined,
      };
  }
}

const leadDaysOf = ({ alerts }: Snapshot, { id }: Product): number =>
  (alerts.get(id)?.leadTimeMs ?? DEFAULT_LEAD_TIME_MS) / DAY_MS;
