import type { SiteConfig } from '../../config/config.js';
import type { Product, SourceName } from '../../stock/catalogue.js';
import type { ListedProduct, Listing } from '../../stock/listing.js';
import type { Client } from '../client.js';
import type { Report } from './report.js';

/** One way of reading a site's stock. */
export type Source = {
  readonly name: SourceName;
  /** The API actions it calls, which the credentials' role must grant. */
  readonly actions: readonly string[];
  /**
   * Reads every product.
   *
   * @throws {WhmcsError} where the site could not be read; what was read before is then still the best that is known.
   */
  read(signal: AbortSignal): Promise<Listing>;
  /**
   * Reads some products alone, which costs WHMCS little. What is not among them was not found, or not asked for: a caller who must know
   * reads everything.
   *
   * @throws {WhmcsError} as `read` does.
   */
  readProducts(ids: readonly number[], signal: AbortSignal): Promise<readonly ListedProduct[]>;
  /**
   * Reads the options of some products, which says nothing of their stock. It costs one call.
   *
   * @throws {WhmcsError} as `read` does.
   */
  readOptions(ids: readonly number[], signal: AbortSignal): Promise<readonly ProductOptions[]>;
};

/** A product as far as its options go. */
export type ProductOptions = Pick<Product, 'id' | 'options'>;

/** What every source is made of. */
export type SourceDeps = {
  readonly site: Pick<SiteConfig, 'name' | 'companion' | 'stockPattern' | 'totals' | 'usage' | 'limits'>;
  readonly client: Client;
  readonly report: Report;
};
