import { DEFAULT_LEAD_TIME_MS } from '../stock/alert-settings.js';
import type { Product } from '../stock/catalogue.js';
import type { Snapshot } from '../stock/snapshot.js';
import type { Stock } from '../stock/stock.js';

const DAY_MS = 86_400_000;

type Limited = Extract<Stock, { kind: 'limited' }>;

/** An item whose stock is forecast. */
export type Item = {
  /** Its key in the diary. */
  readonly key: string;
  readonly stock: number;
  readonly source: string;
  readonly leadDays: number;
  readonly product: Product | undefined;
  /** The id of a choice in the order history; undefined for any other item. */
  readonly choice: number | undefined;
};

/** Returns the key of a product in the diary. */
export const productKey = (id: number): string => String(id);

// The functions use no spread: V8 creates a separate hidden class for each object that gains a key after a
// spread, which slows every later access to thousands of them.

/** Returns the item of a product whose stock is limited. */
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
 * Returns the items of the pools. A change of capacity, for example a failed host, is not a sale. The
 * capacity is part of the source, so a change of it starts a new baseline.
 *
 * @param leadDays the lead time of the site.
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
