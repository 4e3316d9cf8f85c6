import type { Option, Usage } from './options.js';
import type { Price } from './price.js';
import type { Doubt, Stock } from './stock.js';
import { mapInSteps, type Work } from './work.js';

/** Who can see the product in the shop. `unknown` if the source does not state it, as the classic API. */
export type Visibility = 'public' | 'hidden' | 'retired' | 'unknown';

export type ProductGroup = {
  readonly id: number | undefined;
  /** The name of the group, or its id if the name is unknown. */
  readonly name: string;
};

/** A product of a shop. Its texts are plain text. */
export type Product = {
  readonly id: number;
  readonly name: string;
  readonly group: ProductGroup;
  readonly type: string;
  readonly module: string;
  readonly payType: string;
  readonly visibility: Visibility;
  readonly stock: Stock;
  /** Why its stock is unknown; undefined if it is known, or could not be read. */
  readonly stockDoubt?: Doubt | undefined;
  /** The source of its stock. Numbers of different sources are not compared. */
  readonly stockSource: SourceName;
  /** Unix time in ms of the reading that stated its stock, which may be an earlier one. */
  readonly stockAt: number;
  /** Whether its stock or visibility is from an earlier reading. */
  readonly isRemembered: boolean;
  /** Its configurable options in WHMCS's order; undefined if they were missing or could not be read. */
  readonly options: readonly Option[] | undefined;
  /** Unix time in ms of the reading that listed its options, if it is an earlier one. */
  readonly optionsAt?: number | undefined;
  /** Whether the reading left out its options, because a count of its units in use reads them. */
  readonly optionsOmitted?: boolean | undefined;
  /** Its units in use; undefined if they are unknown. */
  readonly usage: Usage | undefined;
  /** Undefined if prices are not read, or none are known. */
  readonly prices?: readonly Price[] | undefined;
  /** Unix time in ms of the reading that stated its prices, if it is an earlier one. */
  readonly pricesAt?: number;
};

/** The names of the sources, best first. */
export const SOURCE_NAMES = ['companion', 'store', 'classic'] as const;
export type SourceName = (typeof SOURCE_NAMES)[number];

/** All products of a site at one reading, by unique id, in WHMCS's order. */
export type Catalogue = {
  readonly source: SourceName;
  readonly products: readonly Product[];
  /** The number of listed elements that could not be read as products. */
  readonly unreadable: number;
  /** Undefined if the best source that has ever worked was read. */
  readonly trouble?: Trouble | undefined;
};

/** A source that is better than the one in use, has worked before, and fails now. */
export type Trouble = { readonly source: SourceName; readonly reason: string; readonly message: string };

/** Returns a catalogue with some products replaced. New products are added at the end. */
export function* replaceProducts(catalogue: Catalogue, changed: readonly Product[]): Work<Catalogue> {
  const all = [...catalogue.products, ...changed];
  const byId = new Map(yield* mapInSteps(all, (product) => [product.id, product]));
  return { ...catalogue, products: [...byId.values()] };
}

/** The units in use of a product, and the options that they were counted for. */
export type CountedUnits = { readonly usage: Usage; readonly options: readonly Option[] | undefined };

/**
 * Returns a catalogue with units in use added, and with options that its reading left out. Units that the
 * reading itself reports are kept.
 */
export function* withUsage(
  catalogue: Catalogue,
  counted: ReadonlyMap<number, CountedUnits>,
): Work<Catalogue> {
  const products = yield* mapInSteps(catalogue.products, (product) => {
    const count = counted.get(product.id);
    if (!count && !product.optionsOmitted) return product; // a copy of each would take much memory
    const options = product.options ?? (product.optionsOmitted ? count?.options : undefined);
    return { ...product, options, optionsOmitted: !count, usage: product.usage ?? count?.usage };
  });
  return { ...catalogue, products };
}

/** Counts the products with a number, without a limit, and with unknown stock. */
export function countByStock({ products, unreadable }: Catalogue): Record<Stock['kind'], number> {
  const counts = { limited: 0, unlimited: 0, unknown: unreadable };
  for (const product of products) counts[product.stock.kind] += 1;
  return counts;
}
