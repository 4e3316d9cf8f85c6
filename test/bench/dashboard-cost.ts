// Times every query of the dashboards' panels, variables and annotations as Grafana sends it, on a real
// Prometheus with a week of 50 sites of 200 products: a sample a minute of everything scraped and recorded.
// Fails if a query takes a second. Takes some minutes, and needs Debian's package prometheus and a few GB of
// temporary files.
//
//   node scripts/run.js test/bench/dashboard-cost.ts
import { mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alertPast } from '../support/history/alerts.js';
import { startOnBlocks } from '../support/history/backfilled-prometheus.js';
import { BLOCK_SECONDS, writeBlocks } from '../support/history/blocks.js';
import { gridOf, STEP_SECONDS } from '../support/history/grid.js';
import { recordPast } from '../support/history/recorded.js';
import { seriesOfShops } from '../support/history/series-of-shops.js';
import { copySites } from './dashboard-copies.js';
import { type Ask, dashboardSchema, type Parameters } from './dashboard-queries.js';
import { type DashboardRequest, requestsOf } from './dashboard-requests.js';
import { shopNamed } from './dashboard-shop.js';

const END = Date.parse('2026-03-12T08:30:00Z') / 1_000;
const DAYS = 7;
const SITES = 50;
const SEED = 1;
const LIMIT_SECONDS = 1;
const WARM_RUNS = 3;
/** A query that is fast the first time is not repeated. */
const LOOK_AGAIN_SECONDS = 0.15;
const SLOWEST = 40;
const DISK_BYTES = 12e9;
const DASHBOARDS = 'grafana/dashboards';

const print = (line: string) => process.stdout.write(`${line}\n`);
const seconds = (value: number) => value.toFixed(2).padStart(7);
const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function makeData(folder: string): Promise<void> {
  const nameAt = (number: number) => `site-${String(number).padStart(2, '0')}`;
  const sites = Array.from({ length: SITES }, (_, index) => nameAt(index + 1));
  const grid = gridOf(END, DAYS);
  const began = Date.now();
  await writeBlocks(seriesOfShops([shopNamed(nameAt(1))], grid, SEED), grid, folder);
  print(`one site is written after ${Math.round((Date.now() - began) / 1_000)} s`);
  await recordPast(folder, grid, STEP_SECONDS);
  await alertPast(folder, grid);
  print(`the rules are evaluated after ${Math.round((Date.now() - began) / 1_000)} s`);
  const { series, bytes } = copySites(folder, nameAt(1), sites, BLOCK_SECONDS * 1_000);
  print(
    `${SITES} sites after ${Math.round((Date.now() - began) / 1_000)} s: ${series} series, ${Math.round(bytes / 1e6)} MB of samples`,
  );
}

async function timed(url: string, path: string, parameters: Parameters) {
  const texts = Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]);
  const query = new URLSearchParams(texts);
  const began = performance.now();
  const answer = await fetch(`${url}/api/v1/${path}?${query}`, {
    signal: AbortSignal.timeout(120_000),
  });
  const text = await answer.text();
  const took = (performance.now() - began) / 1_000;
  if (!answer.ok) throw new Error(`${JSON.stringify(parameters)}: ${text.slice(0, 300)}`);
  return { took, bytes: text.length, data: JSON.parse(text).data };
}

/**
 * Returns the CPU time that Prometheus has used: the cost of a query on a machine that has other work too.
 */
async function cpuSeconds(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (.+)$/m.exec(text)?.[1]);
}

type Measured = {
  readonly place: string;
  readonly parameters: Parameters;
  /** Seconds. */
  readonly cold: number;
  readonly warm: number;
  readonly cpu: number;
  readonly bytes: number;
};

async function measure(url: string, requests: readonly DashboardRequest[]): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const { place, path, parameters } of requests) {
    const first = await timed(url, path, parameters);
    const runs = first.took < LOOK_AGAIN_SECONDS ? 0 : WARM_RUNS;
    const before = runs && (await cpuSeconds(url));
    const warm: number[] = [];
    for (let run = 0; run < runs; run += 1) warm.push((await timed(url, path, parameters)).took);
    const cpu = runs ? ((await cpuSeconds(url)) - before) / runs : 0;
    measured.push({
      place,
      parameters,
      cold: first.took,
      warm: runs ? median(warm) : first.took,
      cpu,
      bytes: first.bytes,
    });
  }
  return measured.sort((a, b) => b.warm - a.warm);
}

function report(measured: readonly Measured[]): void {
  print(
    `\n   warm    cold     CPU      KB  query (seconds; ${measured.length} queries; medians of ${WARM_RUNS} warm runs)`,
  );
  for (const { place, parameters, cold, warm, cpu, bytes } of measured.slice(0, SLOWEST)) {
    const query = parameters.query ?? parameters['match[]'] ?? '';
    print(
      `${seconds(warm)} ${seconds(cold)} ${seconds(cpu)} ${String(Math.round(bytes / 1_024)).padStart(7)}  ${place}`,
    );
    if (warm >= LIMIT_SECONDS / 2)
      print(`${' '.repeat(34)}${query} ${parameters.step ? `step ${parameters.step} s` : ''}`);
  }
  const slow = measured.filter(({ warm }) => warm >= LIMIT_SECONDS);
  print(slow.length ? `\n${slow.length} take ${LIMIT_SECONDS} s or more` : `\nall below ${LIMIT_SECONDS} s`);
  process.exitCode = slow.length ? 1 : 0;
}

const { bavail, bsize } = statfsSync(tmpdir());
if (bavail * bsize < DISK_BYTES) throw new Error(`less than ${DISK_BYTES / 1e9} GB are free in ${tmpdir()}`);
const folder = mkdtempSync(join(tmpdir(), 'dashboard-cost-'));
const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
process.once('exit', remove);
await makeData(folder);
const prometheus = await startOnBlocks(folder);
try {
  const dashboards = readdirSync(DASHBOARDS).map((name) =>
    dashboardSchema.parse(JSON.parse(readFileSync(join(DASHBOARDS, name), 'utf8'))),
  );
  const ask: Ask = async (path, parameters) => (await timed(prometheus.url, path, parameters)).data;
  report(await measure(prometheus.url, await requestsOf(dashboards, { ask, end: END })));
} finally {
  await prometheus.close();
}
