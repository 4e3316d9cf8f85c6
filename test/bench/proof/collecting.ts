import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readComplete, startExporter, startShops, sumOf } from './exporter.js';
import { Closers, type NodeProgram, startScript } from './processes.js';

/** How long the first collection of many sites takes. */
export type Collecting = {
  readonly node: string;
  readonly sites: number;
  readonly latencyMs: number;
  readonly concurrency: number;
  readonly calls: number;
  /** Sites × calls × latency / concurrency, with the latency that a bare client sees. */
  readonly wireMs: number;
  readonly ms: number;
};

/** Sites whose API takes some time for an answer. */
export type ManySites = { readonly sites: number; readonly latencyMs: number };

const PRODUCTS = 50;
/** The default of `collector.concurrency`. */
const CONCURRENCY = 8;

/** Measures from the first begin to the last end: the start of the program is measured elsewhere. */
export async function measureCollecting(
  { sites, latencyMs }: ManySites,
  node: NodeProgram,
): Promise<Collecting> {
  const closers = new Closers();
  try {
    const shops = closers.keep(await startShops(sites, PRODUCTS, latencyMs));
    const wireMs = await callBare(shops.urls);
    const exporter = closers.keep(
      await startExporter({ urls: shops.urls, keys: { interval: '1h', max_age: '2h' }, node: node.file }),
    );
    const text = await readComplete(exporter.url, sites);
    return { node: node.version, wireMs, ...summarise(text, { sites, latencyMs }) };
  } finally {
    await closers.close();
  }
}

/** Returns how long a client takes that makes the same calls and does nothing with the answers, in ms. */
async function callBare(urls: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bare-calls-'));
  try {
    const file = join(folder, 'urls.json');
    writeFileSync(file, JSON.stringify(urls));
    const client = await startScript('proof/bare-calls.ts', [file, CONCURRENCY]);
    await client.close();
    return Number(client.found);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function summarise(text: string, { sites, latencyMs }: ManySites) {
  const calls = sumOf(text, 'whmcs_api_requests_total') / sites;
  const ended = valuesOf(text, 'whmcs_collection_last_attempt_timestamp_seconds');
  const took = valuesOf(text, 'whmcs_collection_duration_seconds');
  const begins = [...ended].map(([site, at]) => at - (took.get(site) ?? Number.NaN));
  const ms = 1000 * (Math.max(...ended.values()) - Math.min(...begins));
  return { sites, latencyMs, concurrency: CONCURRENCY, calls, ms };
}

/** Returns the values of a metric by its labels. */
const valuesOf = (text: string, metric: string): ReadonlyMap<string, number> =>
  new Map(
    [...text.matchAll(new RegExp(`^${metric}(\\{.*\\}) (\\S+)$`, 'gm'))].map(([, labels = '', value]) => [
      labels,
      Number(value),
    ]),
  );
