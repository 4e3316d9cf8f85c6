import pLimit from 'p-limit';
import type { SiteConfig } from '../../config/config.js';
import type { Product } from '../../stock/catalogue.js';
import type { Usage } from '../../stock/options.js';
import { allOrNone } from '../all-or-none.js';
import type { Client } from '../client.js';
import { DecodeError } from '../decode.js';
import { WhmcsError } from '../reasons.js';
import { type PageCount, readPages } from './read-pages.js';
import { readServicePage } from './service.js';
import { createTally, type Tally } from './tally.js';

export const SERVICES_ACTION = 'GetClientsProducts';

/** How often one product is read before it is taken that its services can't be counted. */
const ATTEMPTS = 2;

export type CountDeps = {
  readonly site: Pick<SiteConfig, 'concurrency' | 'usage' | 'stockPattern'>;
  readonly client: Client;
};

/** What was counted, by the product's id. */
export type ServiceCount = {
  readonly usage: ReadonlyMap<number, Usage>;
  /** Why some product's services could not be counted; undefined where all were. */
  readonly fault: WhmcsError | undefined;
};

/** Hears how far the counting is: pages read, of those that are known to be there. */
export type Progress = (pages: number, of: number) => void;

/**
 * Counts what services hold of some products, by paging through `GetClientsProducts` product by product, with at most the site's
 * `concurrency` of pages under way.
 *
 * The order of rows is not documented, and services come and go between pages: a service is counted once however often it is listed, and where
 * the list shrank or fewer are seen than WHMCS counts, it is read again. A product of which nothing can be believed is left out.
 *
 * @throws {WhmcsError} where the site can't be read, or no product's services can be.
 */
export async function countServices(
  { site, client }: CountDeps,
  products: readonly Product[],
  outer: AbortSignal,
  progress: Progress = () => {},
): Promise<ServiceCount> {
  const holding = new Set(site.usage.statuses.map((status) => status.toLowerCase()));
  const oneOf = pLimit(site.concurrency);
  const faults: WhmcsError[] = [];
  let read = 0;
  let known = products.length;

  async function readPage(id: number, start: number, tally: Tally, signal: AbortSignal): Promise<PageCount> {
    return oneOf(async () => {
      signal.throwIfAborted();
      const { pageSize } = site.usage;
      const params = { pid: String(id), limitstart: String(start), limitnum: String(pageSize) };
      const reply = await client.call(SERVICES_ACTION, params, signal, { counts: true }).catch((error) => {
        throw error instanceof WhmcsError ? located(error, id, start) : error;
      });
      const page = readServicePage(reply, id);
      for (const service of page.services) tally.add(service);
      read += 1;
      progress(read, Math.max(known, read));
      return { total: page.total, rows: page.services.length };
    });
  }

  async function countOnce(product: Product, signal: AbortSignal): Promise<Usage> {
    const tally = createTally(product, holding, site.stockPattern);
    const page = (start: number): Promise<PageCount> => readPage(product.id, start, tally, signal);
    const listed = await readPages(page, site.concurrency, signal, (pages) => {
      known += pages - 1;
    });
    if (tally.seen() < listed) throw new DecodeError(`${tally.seen()} services listed of ${listed} counted`);
    return tally.usage();
  }

  async function count(product: Product, signal: AbortSignal, attempt = 1): Promise<Usage | undefined> {
    try {
      return await countOnce(product, signal);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      if (attempt < ATTEMPTS) return count(product, signal, attempt + 1);
      const message = `${SERVICES_ACTION}: product ${product.id}: ${error.message}`;
      faults.push(new WhmcsError('invalid_response', message, { cause: error }));
      return undefined;
    }
  }

  const counted = await allOrNone(products, outer, async (product, signal) => {
    const usage = await count(product, signal);
    return usage ? ([[product.id, usage]] as const) : [];
  });
  const usage = new Map(counted.flat());
  const [fault] = faults;
  if (fault && usage.size === 0) throw fault;
  return { usage, fault };
}

/** Where an answer fails because of one service, this is how it can be found. */
const located = (error: WhmcsError, product: number, start: number): WhmcsError =>
  error.with({ message: `${error.message} (product ${product}, services from ${start} on)` });
