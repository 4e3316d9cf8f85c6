import type { Option, Usage } from './options.js';
import type { Stock } from './stock.js';

/** Who can see the product in the shop. `unknown` where the source does not say, as the classic API never does. */
export type Visibility = 'public' | 'hidden' | 'retired' | 'unknown';

export type ProductGroup = {
  readonly id: number | undefined;
  /** The group's name, or its id as text where no name is known. */
  readonly name: string;
};

/** One product as a shop lists it. Its texts are plain. */
export type Product = {
  readonly id: number;
  readonly name: string;
  readonly group: ProductGroup;
  readonly type: string;
  readonly module: string;
  readonly payType: string;
  readonly visibility: Visibility;
  readonly stock: Stock;
  /** Which source its stock was read from: numbers of two sources are not compared. */
  readonly stockSource: SourceName;
  /** Unix time in ms of the reading that its stock is from, which is an earlier one where this one lacked it. */
  readonly stockAt: number;
  /** Whether its stock or visibility rests on what an earlier reading stated. */
  readonly isRemembered: boolean;
  /** Its configurable options in WHMCS's order; undefined where they were not told, or could not be read. */
  readonly options: readonly Option[] | undefined;
  /** What services hold of it; undefined where that is not known. */
  readonly usage: Usage | undefined;
};

/** The ways of reading stock out of a WHMCS, best first. */
export const SOURCE_NAMES = ['companion', 'store', 'classic'] as const;
export type SourceName = (typeof SOURCE_NAMES)[number];

/** All products of one site as one reading of it found them, each id once, in WHMCS's order. */
export type Catalogue = {
  readonly source: SourceName;
  readonly products: readonly Product[];
  /** Listed things that could not be read as products at all. Their stock is unknown, and so are they. */
  readonly unreadable: number;
  /** Undefined where the best source that ever worked was read. */
  readonly trouble?: Trouble | undefined;
};

/** A better source than the one that was read: it has worked, and fails now. */
export type Trouble = { readonly source: SourceName; readonly reason: string; readonly message: string };

/** A catalogue with some products as they were read since. What was not in it yet comes last. */
export function replaceProducts(catalogue: Catalogue, changed: readonly Product[]): Catalogue {
  const byId = new Map([...catalogue.products, ...changed].map((product) => [product.id, product]));
  return { ...catalogue, products: [...byId.values()] };
}

/** A catalogue with what was counted of its products elsewhere. What it tells of itself stays. */
export function withUsage(
  catalogue: Catalogue,
  counted: ReadonlyMap<number, { readonly usage: Usage }>,
): Catalogue {
  const products = catalogue.products.map((product) => ({
    ...product,
    usage: product.usage ?? counted.get(product.id)?.usage,
  }));
  return { ...catalogue, products };
}

/** How many products have a number, no limit, or nothing known. */
export function countByStock({ products, unreadable }: Catalogue): Record<Stock['kind'], number> {
  const counts = { limited: 0, unlimited: 0, unknown: unreadable };
  for (const product of products) counts[product.stock.kind] += 1;
  return counts;
}
