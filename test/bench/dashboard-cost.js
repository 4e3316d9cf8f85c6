// Times every query of every panel, variable and annotation of the dashboards, as Grafana would send it, on a real Prometheus that holds a
// week of 50 sites of 200 products, with a sample a minute of all that is scraped and all that the shipped rules record. Fails where one
// takes a second. It needs some minutes, Debian's package prometheus, and a few GB below the system's folder for temporary files.
//
//   node test/bench/dashboard-cost.js
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
import { requestsOf } from './dashboard-requests.js';
import { shopNamed } from './dashboard-shop.js';

const END = Date.parse('2026-03-12T08:30:00Z') / 1_000;
const DAYS = 7;
const SITES = 50;
const SEED = 1;
const BAR_SECONDS = 1;
const WARM_RUNS = 3;
/** What is fast when it is asked for the first time needs no second look. */
const LOOK_AGAIN_SECONDS = 0.15;
const SLOWEST = 40;
const DISK_BYTES = 12e9;
const DASHBOARDS = new URL('../../grafana/dashboards/', import.meta.url).pathname;

const say = (line) => process.stdout.write(`${line}\n`);
const seconds = (value) => value.toFixed(2).padStart(7);
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function makeData(folder) {
  const sites = Array.from({ length: SITES }, (_, number) => `site-${String(number + 1).padStart(2, '0')}`);
  const grid = gridOf(END, DAYS);
  const began = Date.now();
  await writeBlocks(seriesOfShops([shopNamed(sites[0])], grid, SEED), grid, folder);
  say(`one site is written after ${Math.round((Date.now() - began) / 1_000)} s`);
  await recordPast(folder, grid, STEP_SECONDS);
  await alertPast(folder, grid);
  say(`the rules are evaluated after ${Math.round((Date.now() - began) / 1_000)} s`);
  const { series, bytes } = copySites(folder, sites[0], sites, BLOCK_SECONDS * 1_000);
  say(
    `${SITES} sites after ${Math.round((Date.now() - began) / 1_000)} s: ${series} series, ${Math.round(bytes / 1e6)} MB of samples`,
  );
}

async function timed({ url, path, parameters }) {
  const began = performance.now();
  const answer = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(parameters)}`, {
    signal: AbortSignal.timeout(120_000),
  });
  const text = await answer.text();
  const took = (performance.now() - began) / 1_000;
  if (!answer.ok) throw new Error(`${JSON.stringify(parameters)}: ${text.slice(0, 300)}`);
  return { took, bytes: text.length, data: JSON.parse(text).data };
}

/** Processor time that Prometheus has used: what a query costs where the machine has other work, too. */
async function processorSeconds(url) {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (.+)$/m.exec(text)[1]);
}

async function measure(url, requests) {
  const measured = [];
  for (const { place, path, parameters } of requests) {
    const first = await timed({ url, path, parameters });
    const runs = first.took < LOOK_AGAIN_SECONDS ? 0 : WARM_RUNS;
    const before = runs && (await processorSeconds(url));
    const warm = [];
    for (let run = 0; run < runs; run += 1) warm.push((await timed({ url, path, parameters })).took);
    const cpu = runs ? ((await processorSeconds(url)) - before) / runs : 0;
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

function report(measured) {
  say(
    `\n   warm    cold     CPU      KB  query (seconds; ${measured.length} queries; medians of ${WARM_RUNS} warm runs)`,
  );
  for (const { place, parameters, cold, warm, cpu, bytes } of measured.slice(0, SLOWEST)) {
    const query = parameters.query ?? parameters['match[]'] ?? '';
    say(
      `${seconds(warm)} ${seconds(cold)} ${seconds(cpu)} ${String(Math.round(bytes / 1_024)).padStart(7)}  ${place}`,
    );
    if (warm >= BAR_SECONDS / 2)
      say(`${' '.repeat(34)}${query} ${parameters.step ? `step ${parameters.step} s` : ''}`);
  }
  const slow = measured.filter(({ warm }) => warm >= BAR_SECONDS);
  say(slow.length ? `\n${slow.length} take ${BAR_SECONDS} s or more` : `\nall below ${BAR_SECONDS} s`);
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
    JSON.parse(readFileSync(join(DASHBOARDS, name), 'utf8')),
  );
  const ask = async (path, parameters) => (await timed({ url: prometheus.url, path, parameters })).data;
  report(await measure(prometheus.url, await requestsOf(dashboards, { ask, end: END })));
} finally {
  await prometheus.close();
}
