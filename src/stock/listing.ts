import type { Product, SourceName, Trouble } from './catalogue.js';

/** What a product's fields say of its stock; undefined is silence. */
export type StockEvidence = {
  readonly source: SourceName;
  readonly stockControl: boolean | undefined;
  readonly quantity: number | undefined;
};

/** A product as a source lists it, before it is judged. */
export type ListedProduct = Pick<
  Product,
  'id' | 'name' | 'type' | 'module' | 'payType' | 'visibility' | 'options' | 'usage'
> & {
  readonly group: {
    readonly id: number | undefined;
    /** The name that the source says; empty where it says none. */
    readonly name: string;
  };
  readonly evidence: StockEvidence;
  /** Why its stock could not be read; undefined where it could. */
  readonly problem: string | undefined;
};

/** All that one reading of a source lists, each id once, in WHMCS's order. */
export type Listing = {
  readonly source: SourceName;
  readonly products: readonly ListedProduct[];
  /** Listed things that could not be read as products at all. */
  readonly unreadable: number;
  /** Undefined where the best source that ever worked was read. */
  readonly trouble?: Trouble | undefined;
};
