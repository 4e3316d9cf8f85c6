import pLimit from 'p-limit';
import type { SiteConfig } from '../../config/config.js';
import type { Product } from '../../stock/catalogue.js';
import type { Usage } from '../../stock/options.js';
import { allOrNone } from '../all-or-none.js';
import type { Client } from '../client.js';
import { WhmcsError } from '../reasons.js';
import { readServicePage, type ServicePage } from './service.js';
import { createTally, type Tally } from './tally.js';

export const SERVICES_ACTION = 'GetClientsProducts';

export type CountDeps = {
  readonly site: Pick<SiteConfig, 'concurrency' | 'usage' | 'stockPattern'>;
  readonly client: Client;
};

/** Hears how far the counting is: pages read, of those that are known to be there. */
export type Progress = (pages: number, of: number) => void;

/**
 * Counts what services hold of some products, by paging through `GetClientsProducts` product by product, with at most the site's
 * `concurrency` of pages under way.
 *
 * The order of rows is not documented, and services come and go between pages: a service is counted once however often it is listed, and where
 * fewer are seen than WHMCS counted at first, nothing is believed. One that goes lets those behind it slide to where was read already.
 *
 * @throws {WhmcsError} where a page could not be read: a part would look like the whole.
 */
export async function countServices(
  { site, client }: CountDeps,
  products: readonly Product[],
  outer: AbortSignal,
  progress: Progress = () => {},
): Promise<ReadonlyMap<number, Usage>> {
  const holding = new Set(site.usage.statuses.map((status) => status.toLowerCase()));
  const oneOf = pLimit(site.concurrency);
  let read = 0;
  let known = products.length;

  const counted = await allOrNone(products, outer, async (product, signal) => {
    const tally = createTally(product, holding, site.stockPattern);
    const readPage: ReadPage = async (start) => {
      const page = await oneOf(async () => {
        signal.throwIfAborted();
        const { pageSize } = site.usage;
        const params = { pid: String(product.id), limitstart: String(start), limitnum: String(pageSize) };
        return takePage(await client.call(SERVICES_ACTION, params, signal), product.id, tally);
      });
      read += 1;
      progress(read, Math.max(known, read));
      return page;
    };
    await readPages(readPage, tally, signal, (pages) => {
      known += pages;
    });
    return [product.id, tally.usage()] as const;
  });
  return new Map(counted);
}

/** What is kept of a page once its services are counted. */
type PageCount = { readonly total: number; readonly rows: number };
type ReadPage = (start: number) => Promise<PageCount>;

function takePage(reply: Parameters<typeof readServicePage>[0], productId: number, tally: Tally): PageCount {
  const { total, services }: ServicePage = readServicePage(reply);
  for (const service of services) if (service.productId === productId) tally.add(service);
  return { total, rows: services.length };
}

/**
 * Reads every page. The first says how many services there are and how large a page WHMCS gives; the others can then be read in any order, and
 * one that is shorter than that is read on from where it ended.
 *
 * @param more told of pages that are there beside the first.
 */
async function readPages(
  readPage: ReadPage,
  tally: Tally,
  signal: AbortSignal,
  more: (pages: number) => void,
): Promise<void> {
  const first = await readPage(0);
  let most = first.total;

  /** Reads from one row up to another, or to where there are no more. */
  async function readRange(from: number, to: number): Promise<void> {
    for (let at = from; at < to; ) {
      const page = await readPage(at);
      most = Math.max(most, page.total);
      if (page.rows === 0) return;
      at += page.rows;
    }
  }

  const starts: number[] = [];
  for (let at = first.rows; first.rows > 0 && at < first.total; at += first.rows) starts.push(at);
  more(starts.length);
  await allOrNone(starts, signal, (start) => readRange(start, Math.min(start + first.rows, first.total)));
  for (let end = first.total; end < most; ) {
    const from = end; // what was sold meanwhile, and while that is read
    end = most;
    await readRange(from, end);
  }
  if (tally.seen() < first.total) {
    throw new WhmcsError(
      'invalid_response',
      `${SERVICES_ACTION}: ${tally.seen()} services listed of ${first.total} counted`,
    );
  }
}
