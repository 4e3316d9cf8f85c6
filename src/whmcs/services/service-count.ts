import type { CountedUnits, Product } from '../../stock/catalogue.js';
import type { Option, Usage } from '../../stock/options.js';
import type { DailySales } from '../../stock/sales-history.js';

/** The options of a product. */
export type ProductOptions = Pick<Product, 'id' | 'options'>;

/** The units in use, by product id. */
export type ServiceCount = {
  readonly usage: ReadonlyMap<number, Usage>;
  /** The options that were counted, by product id, if the count read them itself. */
  readonly options?: ReadonlyMap<number, readonly Option[]>;
  /** The units sold per day, by product id, if the count sees the dates of services. */
  readonly sales?: ReadonlyMap<number, readonly DailySales[]>;
  /** How long WHMCS worked on it, in ms, if it says so. */
  readonly tookMs?: number | undefined;
  /** Why the services of a product could not be counted. */
  readonly failed: ReadonlyMap<number, unknown>;
  /** Why the remaining products were not counted; undefined if all were tried. */
  readonly ended: unknown;
};

/** Returns the units in use by product id, with the options that they were counted for. */
export const countedUnits = (
  { usage, options }: Pick<ServiceCount, 'usage' | 'options'>,
  products: readonly ProductOptions[],
): ReadonlyMap<number, CountedUnits> =>
  new Map(
    products.flatMap(({ id, ...product }) => {
      const units = usage.get(id);
      return units ? [[id, { usage: units, options: options?.get(id) ?? product.options }]] : [];
    }),
  );

/** Returns why a product could not be counted; undefined if all were. */
export const faultOf = ({ failed, ended }: ServiceCount): unknown => ended ?? [...failed.values()][0];

/** Receives the progress: pages read, and pages known to exist. */
export type Progress = (pages: number, of: number) => void;
