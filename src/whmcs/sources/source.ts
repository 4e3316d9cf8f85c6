import type { SiteConfig } from '../../config/config.js';
import type { Product, SourceName } from '../../stock/catalogue.js';
import type { ListedProduct, Listing } from '../../stock/listing.js';
import type { Client } from '../client.js';
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
};

/** The options of a product. */
export type ProductOptions = Pick<Product, 'id' | 'options'>;

/** The dependencies of every source. */
export type SourceDeps = {
  readonly site: Pick<SiteConfig, 'name' | 'companion' | 'stockPattern' | 'totals' | 'usage' | 'limits'>;
  readonly client: Client;
  readonly report: Report;
};
