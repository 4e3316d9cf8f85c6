import pLimit from 'p-limit';
import type { SiteConfig } from '../../config/config.js';
import type { Usage } from '../../stock/options.js';
import type { DailySales } from '../../stock/sales-history.js';
import type { Client } from '../client.js';
import { DecodeError } from '../decode.js';
import { decodeFault } from '../decode-fault.js';
import { eachAlone } from '../each-alone.js';
import { concernsSite, WhmcsError } from '../whmcs-error.js';
import { type PageCount, readPages } from './read-pages.js';
import { readServicePage } from './service.js';
import type { ProductOptions, Progress, ServiceCount } from './service-count.js';
import { createTally, type Tally } from './tally.js';

export const SERVICES_ACTION = 'GetClientsProducts';

/** Attempts per product. */
const ATTEMPTS = 2;

export type CountDeps = {
  readonly site: Pick<SiteConfig, 'concurrency' | 'usage' | 'stockPattern'>;
  readonly client: Client;
};

/**
 * Counts the units in use of some products. It pages through `GetClientsProducts` per product; the site's
 * `concurrency` limits parallel pages.
 *
 * The order of rows is not documented, and services come and go between pages. So each service counts once,
 * even if it is listed several times. If the list shrinks, or has fewer services than WHMCS states, it is
 * read again. A product is left out if its count is not reliable or a row can't be read, because a partial
 * count would look complete.
 */
export async function countServices(
  { site, client }: CountDeps,
  products: readonly ProductOptions[],
  outer: AbortSignal,
  progress: Progress = () => {},
): Promise<ServiceCount> {
  const holding = new Set(site.usage.statuses.map((status) => status.toLowerCase()));
  const oneOf = pLimit(site.concurrency);
  let siteFailure: unknown;
  let read = 0;
  let known = products.length;

  async function readPage(id: number, start: number, tally: Tally, signal: AbortSignal): Promise<PageCount> {
    return oneOf(async () => {
      signal.throwIfAborted();
      if (siteFailure !== undefined) throw siteFailure; // the signal aborts too late for queued products
      const { pageSize } = site.usage;
      const params = { pid: String(id), limitstart: String(start), limitnum: String(pageSize) };
      const reply = await client.call(SERVICES_ACTION, params, signal, { counts: true }).catch((error) => {
        if (concernsSite(error)) siteFailure = error;
        throw error instanceof WhmcsError ? located(error, id, start) : error;
      });
      const page = readServicePage(reply, id);
      for (const service of page.services) tally.add(service);
      read += 1;
      progress(read, Math.max(known, read));
      return { total: page.total, rows: page.services.length };
    });
  }

  async function countOnce(product: ProductOptions, signal: AbortSignal): Promise<Counted> {
    const tally = createTally(product, holding, site.stockPattern);
    const page = (start: number): Promise<PageCount> => readPage(product.id, start, tally, signal);
    const listed = await readPages(page, site.concurrency, signal, (pages) => {
      known += pages - 1;
    });
    if (tally.seen() < listed) throw new DecodeError(`${tally.seen()} services listed of ${listed} counted`);
    return { usage: tally.usage(), sales: tally.sales() };
  }

  async function count(product: ProductOptions, signal: AbortSignal, attempt = 1): Promise<Counted> {
    try {
      return await countOnce(product, signal);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      if (attempt < ATTEMPTS) return count(product, signal, attempt + 1);
      throw decodeFault(error, `${SERVICES_ACTION}: product ${product.id}`);
    }
  }

  const { done, failed, ended } = await eachAlone(products, outer, (product, signal) =>
    count(product, signal),
  );
  return {
    usage: byId(done, ({ usage }) => usage),
    sales: byId(done, ({ sales }) => sales),
    failed: byId(failed, (error) => error),
    ended,
  };
}

/** Adds the position to an error, because a single service may cause it. */
const located = (error: WhmcsError, product: number, start: number): WhmcsError =>
  error.with({ message: `${error.message} (product ${product}, services from ${start} on)` });

const byId = <T, R>(
  results: ReadonlyMap<ProductOptions, T>,
  part: (result: T) => R,
): ReadonlyMap<number, R> => new Map([...results].map(([{ id }, result]) => [id, part(result)]));

/** What is counted of one product. */
type Counted = { readonly usage: Usage; readonly sales: readonly DailySales[] };
