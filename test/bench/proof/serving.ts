import { setTimeout as sleep } from 'node:timers/promises';
import {
  countSeries,
  type Exporter,
  readBytes,
  readComplete,
  readText,
  startExporter,
  startShops,
  sumOf,
} from './exporter.js';
import { startPeers } from './peers.js';
import { Closers, type NodeProgram } from './processes.js';
import { type Round, scrapeBackToBack, scrapeSpaced } from './scrape-rounds.js';

export const OURS = 'whmcs-stock-exporter';

/** A size at which scrapes are measured. */
export type Case = {
  readonly sites: number;
  /** Products of a site. */
  readonly products: number;
  /** Whether all peers are measured, or only the floor. */
  readonly peers: boolean;
};

/** How many scrapes after a pause, and how many spans without one. Five servers have ten balanced orders. */
export type Effort = {
  readonly spaced: number;
  readonly rounds: number;
  readonly spanMs: number;
};

/** What was measured at a size. */
export type Serving = {
  readonly node: string;
  readonly sites: number;
  readonly products: number;
  readonly series: number;
  readonly seriesPerProduct: number;
  /** Series of a site beyond those of its products. */
  readonly seriesPerSite: number;
  readonly gzipBytes: number;
  readonly readyMs: number;
  /** CPU time that the exporter needs to collect a product, in ms. */
  readonly collectCpuMs: number;
  /** API calls of a collection. */
  readonly calls: number;
  readonly spaced: Round;
  readonly backToBack: Round;
  /** Memory in MiB, by the name of the server. */
  readonly rss: Readonly<Record<string, number>>;
};

/** At which collections are measured. */
const SHORT_MS = 5_000;
/**
 * At which scrapes are measured. In a process that runs for long, collections do not coincide, so each site
 * has an interval of its own. Together they are collected more often than at the default of a minute.
 */
const [LEAST_SECONDS, MOST_SECONDS] = [10, 110];

/** Measures scrapes at a size, interleaved with those of the peers in the same run. */
export async function measureServing(
  { sites, products, peers: all }: Case,
  { spaced, rounds, spanMs }: Effort,
  node: NodeProgram,
): Promise<Serving> {
  const closers = new Closers();
  try {
    const shops = closers.keep(await startShops(sites, products));
    const exporter = closers.keep(
      await startExporter({ urls: shops.urls, keys: { interval: `${SHORT_MS}ms` }, node: node.file }),
    );
    await readComplete(exporter.url, sites);
    const work = await collectingWork(exporter, sites * products);
    await spreadCollections(exporter, sites);
    const text = await readText(exporter.url);
    const bytes = await readBytes(exporter.url);
    const targets = [{ ...exporter, name: OURS }, ...(await startPeers(closers, text, bytes, all))];
    return {
      node: node.version,
      ...{ sites, products, series: countSeries(text) },
      seriesPerProduct: countSeries(text, /^whmcs_product_/) / (sites * products),
      seriesPerSite: countSeries(text, /^whmcs_(?!product_).*\bsite="/) / sites,
      ...{ gzipBytes: bytes.length, readyMs: exporter.readyMs },
      ...work,
      spaced: await scrapeSpaced(targets, spaced, 1_000),
      backToBack: await scrapeBackToBack(targets, rounds, spanMs),
      rss: Object.fromEntries(targets.map(({ name, rssMiB }) => [name, rssMiB()])),
    };
  } finally {
    await closers.close();
  }
}

/** Gives sites different intervals, and waits until each was collected after that. */
async function spreadCollections(exporter: Exporter, sites: number): Promise<void> {
  const changedAt = Date.now() / 1000;
  const status = await exporter.reload((index) => {
    const seconds = LEAST_SECONDS + ((MOST_SECONDS - LEAST_SECONDS) * (index + 0.5)) / sites;
    return { interval: `${Math.round(1_000 * seconds)}ms` };
  });
  if (status !== 200) throw new Error(`a reload was answered with ${status}`);
  const lastAttempts = /^whmcs_collection_last_attempt_timestamp_seconds\{.*\} (\S+)$/gm;
  for (;;) {
    await sleep(2_000);
    const text = await readText(exporter.url);
    if ([...text.matchAll(lastAttempts)].every(([, at]) => Number(at) > changedAt)) return;
  }
}

/** Measures collections without scrapes, after the first ones, which are slower. */
async function collectingWork(exporter: Exporter, products: number) {
  await sleep(SHORT_MS);
  const read = async () => {
    const text = await readText(exporter.url);
    return {
      collections: sumOf(text, 'whmcs_collections_total'),
      calls: sumOf(text, 'whmcs_api_requests_total'),
      sites: sumOf(text, 'whmcs_up'),
      cpu: exporter.cpuMs(),
    };
  };
  const before = await read();
  await sleep(2 * SHORT_MS);
  const cpu = exporter.cpuMs();
  const after = await read();
  const collections = after.collections - before.collections;
  const perSite = products / before.sites;
  return {
    collectCpuMs: (cpu - before.cpu) / (collections * perSite),
    calls: (after.calls - before.calls) / collections,
  };
}
