import { DEFAULT_LEAD_TIME_MS } from '../stock/alert-settings.js';
import type { Product } from '../stock/catalogue.js';
import type { Snapshot } from '../stock/snapshot.js';
import type { Stock } from '../stock/stock.js';

const DAY_MS = 86_400_000;

/** An item whose stock is forecast. */
export type Item = {
  /** What it is, in the diary. */
  readonly key: string;
  readonly stock: number;
  readonly source: string;
  readonly leadDays: number;
  readonly product: Product | undefined;
  /** Of a choice: its id in the history. */
  readonly choice?: number | undefined;
};

/** Returns the key of a product in the diary. */
export const productKey = (id: number): string => String(id);

export function* productItems(snapshot: Snapshot): Iterable<Item | undefined> {
  for (const product of snapshot.products) {
    const { id, stock, stockSource: source } = product;
    if (stock.kind !== 'limited') yield undefined;
    else {
      const leadDays = leadDaysOf(snapshot, product);
      yield { key: productKey(id), stock: stock.quantity, source, leadDays, product, choice: undefined };
    }
  }
}

export function* choiceItems(snapshot: Snapshot): Iterable<Item | undefined> {
  for (const { product, choice, stock } of snapshot.choices)
    yield ifLimited(stock, (quantity) => ({
      ...{ key: `${product.id} choice ${choice.id}`, stock: quantity, source: 'usage', product },
      ...{ choice: choice.id, leadDays: leadDaysOf(snapshot, product) },
    }));
}

export function* combinationItems(snapshot: Snapshot): Iterable<Item | undefined> {
  for (const { product, combination, stock } of snapshot.combinations)
    yield ifLimited(stock, (quantity) => ({
      ...{ key: `${product.id} combination ${combination}`, stock: quantity, source: 'usage' },
      ...{ product: undefined, leadDays: leadDaysOf(snapshot, product) },
    }));
}

/** Returns the pools. The lead time of a pool is that of the site. */
export function* poolItems(snapshot: Snapshot, leadDays: number): Iterable<Item | undefined> {
  for (const { name, stock } of snapshot.pools)
    yield ifLimited(stock, (quantity) => ({
      ...{ key: `pool ${name}`, stock: quantity, source: 'usage', product: undefined },
      leadDays,
    }));
}

const ifLimited = (stock: Stock, item: (quantity: number) => Item): Item | undefined =>
  stock.kind === 'limited' ? item(stock.quantity) : undefined;

const leadDaysOf = ({ alerts }: Snapshot, { id }: Product): number =>
  (alerts.get(id)?.leadTimeMs ?? DEFAULT_LEAD_TIME_MS) / DAY_MS;
