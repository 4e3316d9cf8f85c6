import { setTimeout as sleep } from 'node:timers/promises';
import { openScraper } from '../scraper.js';
import { countSeries, readBytes, readComplete, startExporter } from './exporter.js';
import { startPeers } from './peers.js';
import { Closers, type NodeProgram, startScript } from './processes.js';
import { quantile } from './quantile.js';

/** A catalogue in one answer per site. */
export type BigShop = {
  readonly sites: number;
  readonly products: number;
  readonly bytesPerProduct: number;
  readonly intervalMs: number;
};

/** The slowest scrapes while large answers are collected, in ms. */
export type Stalls = BigShop & {
  readonly node: string;
  readonly series: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly floorMax: number;
  readonly rssMiB: number;
};

const PAUSE_MS = 50;

/** Scrapes the exporter and the floor in turn while the exporter collects. */
export async function measureStalls(shop: BigShop, seconds: number, node: NodeProgram): Promise<Stalls> {
  const closers = new Closers();
  try {
    const argv = [shop.products, shop.bytesPerProduct, shop.sites];
    const shops = closers.keep(await startScript('big-shop.ts', argv));
    const keys = { interval: `${shop.intervalMs}ms`, timeout: '2m', body_limit: '256MiB' };
    const exporter = closers.keep(
      await startExporter({ urls: JSON.parse(shops.found), keys, node: node.file }),
    );
    const text = await readComplete(exporter.url, shop.sites);
    const [floor] = await startPeers(closers, text, await readBytes(exporter.url), false);
    if (!floor) throw new Error('the floor is missing');
    const ours = closers.keep(await openScraper(exporter.url));
    const bare = closers.keep(await openScraper(floor.url));
    const times: number[] = [];
    const floorTimes: number[] = [];
    const end = performance.now() + 1_000 * seconds;
    while (performance.now() < end) {
      times.push(await ours.scrape());
      floorTimes.push(await bare.scrape());
      await sleep(PAUSE_MS);
    }
    return {
      ...shop,
      ...{ node: node.version, series: countSeries(text), seconds },
      ...{ p50: quantile(times, 0.5), p99: quantile(times, 0.99), max: quantile(times, 1) },
      ...{ floorMax: quantile(floorTimes, 1), rssMiB: exporter.rssMiB() },
    };
  } finally {
    await closers.close();
  }
}
