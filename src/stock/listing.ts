import type { Product, SourceName, Trouble } from './catalogue.js';

/** The stock fields of a product; undefined if the source does not state them. */
export type StockEvidence = {
  readonly source: SourceName;
  readonly stockControl: boolean | undefined;
  readonly quantity: number | undefined;
};

/** A product as a source lists it, before it is judged. */
export type ListedProduct = Pick<
  Product,
  'id' | 'type' | 'module' | 'payType' | 'visibility' | 'options' | 'optionsOmitted' | 'usage' | 'prices'
> & {
  /** Empty if the source states none. */
  readonly name: string;
  readonly group: {
    readonly id: number | undefined;
    /** The name according to the source; empty if it states none. */
    readonly name: string;
  };
  readonly evidence: StockEvidence;
  /** Why its stock could not be read; undefined if it could. */
  readonly problem: string | undefined;
};

/** The products of one reading of a source, by unique id, in WHMCS's order. */
export type Listing = {
  readonly source: SourceName;
  readonly products: readonly ListedProduct[];
  /** The number of listed elements that could not be read as products. */
  readonly unreadable: number;
  /** Undefined if the best source that has ever worked was read. */
  readonly trouble?: Trouble | undefined;
};
