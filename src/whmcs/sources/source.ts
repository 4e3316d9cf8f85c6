import type { SiteConfig } from '../../config/config.js';
import type { SourceName } from '../../stock/catalogue.js';
import type { ListedProduct, Listing } from '../../stock/listing.js';
import type { SalesHistory } from '../../stock/sales-history.js';
import type { Client } from '../client.js';
import type { ProductOptions, Progress, ServiceCount } from '../services/service-count.js';
import type { Report } from './report.js';

/** One way to read the stock of a site. */
export type Source = {
  readonly name: SourceName;
  /** The API actions that the source calls. The role of the credentials must grant them. */
  readonly actions: readonly string[];
  /**
   * Reads every product.
   *
   * @throws {WhmcsError} if the site could not be read.
   */
  read(signal: AbortSignal): Promise<Listing>;
  /**
   * Reads some products only, which is cheap for WHMCS. The result may lack requested products; to know
   * whether they are gone, read everything.
   *
   * @throws {WhmcsError} as `read` does.
   */
  readProducts(ids: readonly number[], signal: AbortSignal): Promise<readonly ListedProduct[]>;
  /**
   * Reads the options of some products, without their stock, in one call.
   *
   * @throws {WhmcsError} as `read` does.
   */
  readOptions(ids: readonly number[], signal: AbortSignal): Promise<readonly ProductOptions[]>;
  /** Counts the units in use of products; undefined if the source can't, so that services are paged. */
  readonly count?: CountUnits | undefined;
  /** Reads the units sold; undefined if the source has no history of sales. */
  readonly readSales?: ReadSales | undefined;
};

/**
 * Reads the units sold per product and day.
 *
 * @param days how far back.
 * @param now Unix time in ms.
 * @returns undefined if WHMCS does not answer it.
 * @throws {WhmcsError} as `read` does.
 */
export type ReadSales = (days: number, now: number, signal: AbortSignal) => Promise<SalesHistory | undefined>;

/**
 * Counts the units in use of products. A product that can't be counted does not affect the others.
 *
 * @returns undefined if WHMCS turns out not to count them.
 */
export type CountUnits = (
  products: readonly ProductOptions[],
  signal: AbortSignal,
  progress?: Progress,
) => Promise<ServiceCount | undefined>;

/** The dependencies of every source. */
export type SourceDeps = {
  readonly site: Pick<
    SiteConfig,
    'name' | 'companion' | 'stockPattern' | 'prices' | 'totals' | 'usage' | 'limits'
  >;
  readonly client: Client;
  readonly report: Report;
};
