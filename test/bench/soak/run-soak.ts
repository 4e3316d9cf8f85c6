import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Exporter, readText, startExporter, sumOf } from '../proof/exporter.js';
import { Closers, startScript } from '../proof/processes.js';
import { quantile } from '../proof/quantile.js';
import { callWebhook, WEBHOOK_SECRET } from '../proof/webhook-call.js';
import { openScraper } from '../scraper.js';
import { fitMemory, type MemorySample, type MemoryTrends } from './memory-trends.js';

/** The results of a soak. Times are in ms. */
export type Soak = MemoryTrends & {
  readonly minutes: number;
  readonly scrapes: {
    readonly count: number;
    readonly p50: number;
    readonly p999: number;
    readonly max: number;
  };
  /** Events during the soak. */
  readonly collections: number;
  readonly failures: number;
  /** The last count of option units in use. */
  readonly inUse: number;
  readonly reloads: number;
  readonly webhooks: number;
  /** Errors: counters that fell, and calls that were refused. */
  readonly faults: readonly string[];
};

const SITES = 10;
const PRODUCTS = 200;
const SCRAPE_EVERY_MS = 100;
/** Numbers of scrapes between two such events. */
const EVERY = { webhook: 5, memory: 10, reload: 50 };
/** The site that reloads remove and add again. It never fails. */
const PASSING = SITES - 3;

/** Runs the built program at high speed, with reloads, webhooks and failures, and watches its memory. */
export async function runSoak(minutes: number): Promise<Soak> {
  const closers = new Closers();
  try {
    const folder = mkdtempSync(join(tmpdir(), 'soak-'));
    closers.keep({ close: () => rmSync(folder, { recursive: true, force: true }) });
    const shops = closers.keep(await startScript('soak/restless-shops.ts', [SITES, PRODUCTS]));
    const exporter = closers.keep(
      await startExporter({
        urls: JSON.parse(shops.found),
        keys: {
          ...{ source: 'auto', interval: '1s', webhook: { secret: WEBHOOK_SECRET } },
          usage: { products: 'all', interval: '1s' },
        },
        flags: ['--persistence.file', join(folder, 'stock.state')],
      }),
    );
    return await watch(exporter, minutes);
  } finally {
    await closers.close();
  }
}

async function watch(exporter: Exporter, minutes: number): Promise<Soak> {
  const scraper = await openScraper(exporter.url);
  const times: number[] = [];
  const memory: MemorySample[] = [];
  const done = { reloads: 0, webhooks: 0 };
  const faults: string[] = [];
  const pending = new Set<Promise<void>>();
  const inBackground = (work: Promise<void>) => {
    const settled = work.catch((error) => void faults.push(String(error)));
    pending.add(settled);
    settled.finally(() => pending.delete(settled));
  };
  const reload = async () => {
    const status = await exporter.reload(undefined, done.reloads % 2 === 0 ? PASSING : undefined);
    if (status !== 200) throw new Error(`a reload was answered with ${status}`);
    done.reloads += 1;
  };
  const report = async (number: number) => {
    const status = await callWebhook(exporter.url, `site-${number % PASSING}`, [1 + (number % PRODUCTS)]);
    if (status !== 202) throw new Error(`a webhook call was answered with ${status}`);
    done.webhooks += 1;
  };

  const began = performance.now();
  const end = began + minutes * 60_000;
  let before = await readText(exporter.url);
  let number = 0;
  for (; performance.now() < end; number += 1) {
    times.push(await scraper.scrape());
    if (number % EVERY.webhook === 0) inBackground(report(number));
    if (number % EVERY.memory === 0) memory.push({ at: performance.now(), ...(await readMemory(exporter)) });
    if (number % EVERY.reload === 0) {
      inBackground(reload());
      const now = await readText(exporter.url);
      faults.push(...findFalls(before, now));
      before = now;
    }
    await sleep(Math.max(1, began + (number + 1) * SCRAPE_EVERY_MS - performance.now()));
  }
  await Promise.all(pending);
  scraper.close();
  const text = await readText(exporter.url);
  return {
    minutes,
    scrapes: {
      count: times.length,
      ...{ p50: quantile(times, 0.5), p999: quantile(times, 0.999), max: quantile(times, 1) },
    },
    ...fitMemory(memory),
    collections: sumOf(text, 'whmcs_collections_total'),
    failures: sumOf(text, 'whmcs_collection_failures_total'),
    inUse: sumOf(text, 'whmcs_product_option_in_use'),
    ...done,
    faults,
  };
}

/** Reads the exporter's own telemetry, without the stock. */
async function readMemory(exporter: Exporter) {
  const text = await readText(`${exporter.url}?target=`);
  return {
    rss: sumOf(text, 'process_resident_memory_bytes') / 2 ** 20,
    heapTotal: sumOf(text, 'nodejs_heap_size_total_bytes') / 2 ** 20,
    heap: sumOf(text, 'nodejs_heap_size_used_bytes') / 2 ** 20,
  };
}

/** Returns the counters of movement that fell, except those of the site that reloads remove. */
function findFalls(before: string, now: string): readonly string[] {
  const countersOf = (text: string) =>
    new Map([...text.matchAll(COUNTER)].map(([, series = '', value]) => [series, Number(value)]));
  const later = countersOf(now);
  return [...countersOf(before)]
    .filter(([series, value]) => (later.get(series) ?? value) < value)
    .filter(([series]) => !series.includes(`"site-${PASSING}"`))
    .map(([series, value]) => `${series} fell from ${value} to ${later.get(series)}`);
}

const COUNTER = /^(whmcs_product_stock_(?:added|removed)_total\{.*\}) (\S+)$/gm;
