import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newerProgram } from '../../support/cached-folder.js';
import { startDaemon } from '../../support/daemon.js';
import { countSeries, readText, startExporter, startShops, sumOf } from './exporter.js';
import { Closers } from './processes.js';

/** The cost of an exporter's series for a real Prometheus. */
export type PrometheusCost = {
  readonly version: string;
  readonly series: number;
  readonly scrapes: number;
  /** `scrape_duration_seconds`, on average. */
  readonly scrapeSeconds: number;
  /** CPU time of a scrape, in ms. */
  readonly cpuMs: number;
  /** Memory beyond that of a Prometheus without these series. */
  readonly memoryMiB: number;
  /** Bytes of a sample on disk. */
  readonly sampleBytes: number;
  /** Bytes of a series in the index of a block. */
  readonly indexBytes: number;
};

/** Scrapes once a second, because the size of a sample on disk does not depend on the interval. */
export async function measurePrometheus(
  { sites, products }: { readonly sites: number; readonly products: number },
  seconds: number,
): Promise<PrometheusCost> {
  const closers = new Closers();
  try {
    const shops = closers.keep(await startShops(sites, products));
    const exporter = closers.keep(await startExporter({ urls: shops.urls, keys: { interval: '10s' } }));
    const idle = closers.keep(await startPrometheus([]));
    const target = new URL(exporter.url).host;
    const busy = closers.keep(await startPrometheus([target]));
    await sleep(10_000);
    const [before, started] = [await busy.metrics(), performance.now()];
    await sleep(1_000 * seconds);
    const [after, empty] = [await busy.metrics(), await idle.metrics()];
    const span = (performance.now() - started) / 1000;
    const scrapes = (sampled(after) - sampled(before)) / sumOf(after, 'prometheus_tsdb_head_series');
    const cpu = sumOf(after, 'process_cpu_seconds_total') - sumOf(before, 'process_cpu_seconds_total');
    const memory = 'process_resident_memory_bytes';
    const total = sampled(after);
    const { chunks, index } = await busy.snapshot();
    const series = countSeries(await readText(exporter.url));
    return {
      ...{ version: /prometheus_build_info\{.*version="([^"]+)"/.exec(after)?.[1] ?? '', series },
      scrapes: Math.round(scrapes),
      scrapeSeconds: await busy.average('scrape_duration_seconds', Math.ceil(span)),
      cpuMs: (1000 * cpu) / scrapes,
      memoryMiB: (sumOf(after, memory) - sumOf(empty, memory)) / 2 ** 20,
      sampleBytes: chunks / total,
      indexBytes: index / sumOf(after, 'prometheus_tsdb_head_series'),
    };
  } finally {
    await closers.close();
  }
}

const sampled = (text: string) => sumOf(text, 'prometheus_tsdb_head_samples_appended_total');

async function startPrometheus(targets: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  const jobs = [{ job_name: 'stock', static_configs: [{ targets }] }];
  const config = { global: { scrape_interval: '1s', scrape_timeout: '1s' }, scrape_configs: jobs };
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
  const daemon = await startDaemon(newerProgram('prometheus'), [
    `--config.file=${folder}/prometheus.yml`,
    `--storage.tsdb.path=${folder}/data`,
    '--web.enable-admin-api',
  ]);
  const ask = async (path: string, method = 'GET') => (await fetch(daemon.url + path, { method })).text();
  return {
    metrics: () => ask('/metrics'),
    async average(metric: string, seconds: number): Promise<number> {
      const query = encodeURIComponent(`avg(avg_over_time(${metric}[${seconds}s]))`);
      return Number(JSON.parse(await ask(`/api/v1/query?query=${query}`)).data.result[0]?.value[1]);
    },
    /** Writes everything to disk as a block, and returns the bytes of its parts. */
    async snapshot() {
      const { name } = JSON.parse(await ask('/api/v1/admin/tsdb/snapshot', 'POST')).data;
      const files = filesOf(join(folder, 'data/snapshots', name));
      const bytes = (part: RegExp) =>
        files.filter((file) => part.test(file)).reduce((sum, file) => sum + statSync(file).size, 0);
      return { chunks: bytes(/\/chunks\/\d+$/), index: bytes(/\/index$/) };
    },
    async close() {
      await daemon.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
