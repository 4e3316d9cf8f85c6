// Scrapes an exporter of 2 000 products over 20 sites without pause while it collects and, in alternating
// rounds, a bare node:http server that sends the same bytes. Prints both and fails if a limit is missed:
// median at most twice the bare server's, and the 99th percentile at most five times the median. The tail is
// the median of the rounds, because on a small machine a pause of the system can spoil a round of either
// server. The exporter samples its own process metrics at most once a second; the cost of a scrape that takes
// a new sample is printed too.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import useOwnTemporaryFolder from '../../scripts/temporary-folder.js';
import { openScraper, type Scraper } from './scraper.js';

useOwnTemporaryFolder();

const SITES = 20;
const PRODUCTS_PER_SITE = 100;
const INTERVAL = '5s';
const ROUNDS = 15;
const SCRAPES_PER_ROUND = 1_000;
const WARM_UP = 2_000;
const SPACED_SCRAPES = 10;
const MEDIAN_LIMIT = 2;
const TAIL_LIMIT = 5;

const children: ChildProcess[] = [];

/** Starts a node process and resolves with the first value that `seek` finds in a line of its output. */
function start(
  args: readonly string[],
  stream: 'stdout' | 'stderr',
  seek: (line: string) => string | undefined,
): Promise<string> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}`)));
    createInterface({ input: child[stream] }).on('line', (line) => {
      const found = seek(line);
      if (found) resolve(found);
    });
    child[stream === 'stdout' ? 'stderr' : 'stdout'].resume();
  });
}

const script = (name: string) => ['scripts/run.js', `test/bench/${name}`];
const print = (line: string) => process.stdout.write(`${line}\n`);

async function startExporter(): Promise<string> {
  const argv = [...script('shops.ts'), String(SITES), String(PRODUCTS_PER_SITE)];
  const urls: readonly string[] = JSON.parse(await start(argv, 'stdout', (line) => line));
  const credentials = { identifier: 'demo-identifier', secret: 'demo-secret' };
  const sites = urls.map((url, index) => ({ name: `site-${index}`, url, ...credentials }));
  const config = join(mkdtempSync(join(tmpdir(), 'bench-')), 'config.yaml');
  writeFileSync(config, JSON.stringify({ defaults: { interval: INTERVAL }, sites }));
  const flags = ['--config.file', config, '--web.listen-address', '127.0.0.1:0'];
  const url = await start(['dist/main.js', 'serve', ...flags], 'stderr', (line) => JSON.parse(line).url);
  while (!(await fetch(`${url}-/ready`)).ok) await sleep(50);
  return `${url}metrics`;
}

async function startFloor(bytes: Buffer): Promise<string> {
  const file = join(mkdtempSync(join(tmpdir(), 'bench-')), 'metrics.gz');
  writeFileSync(file, bytes);
  return start([...script('fixed-bytes.ts'), file], 'stdout', (line) => line);
}

/** Returns the exposition as it is sent: `fetch` would decompress it. */
function readBytes(url: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { 'Accept-Encoding': 'gzip' } }, async (response) => {
      resolve(Buffer.concat(await response.toArray()));
    })
      .on('error', reject)
      .end();
  });
}

async function times(scraper: Scraper, count: number): Promise<readonly number[]> {
  const durations: number[] = [];
  for (let number = 0; number < count; number += 1) durations.push(await scraper.scrape());
  return durations;
}

function quantiles(durations: readonly number[]) {
  const sorted = durations.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

/** Prints how long the scrapes took, and returns the median. */
function describe(name: string, durations: readonly number[]): number {
  const { p50, p99, max } = quantiles(durations);
  const numbers = `p50 ${p50.toFixed(2)} ms  p99 ${p99.toFixed(2)} ms  max ${max.toFixed(2)} ms`;
  print(`${name.padEnd(36)} n=${durations.length}  ${numbers}`);
  return p50;
}

async function run(): Promise<boolean> {
  const url = await startExporter();
  const bytes = await readBytes(url);
  const ours = await openScraper(url);
  const bare = await openScraper(await startFloor(bytes));
  await times(ours, WARM_UP);
  await times(bare, WARM_UP);
  const rounds: (readonly number[])[] = [];
  const floor: number[] = [];
  const spaced: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push(await times(ours, SCRAPES_PER_ROUND));
    floor.push(...(await times(bare, SCRAPES_PER_ROUND)));
  }
  for (let number = 0; number < SPACED_SCRAPES; number += 1) {
    await sleep(1_100);
    spaced.push(await ours.scrape());
  }
  ours.close();
  bare.close();
  print(
    `${SITES} sites of ${PRODUCTS_PER_SITE} products, each collected every ${INTERVAL}; ${bytes.length} bytes of gzip a scrape`,
  );
  const floorMedian = describe('node:http sending the same bytes', floor);
  const median = describe('whmcs-stock-exporter', rounds.flat()) / floorMedian;
  describe('  one scrape a second, with new samples', spaced);
  const tails = rounds.map(quantiles).map(({ p50, p99 }) => p99 / p50);
  const tail = quantiles(tails).p50;
  print(
    `median ${median.toFixed(2)} times the floor (limit ${MEDIAN_LIMIT}); p99 ${tail.toFixed(2)} times the median (limit ${TAIL_LIMIT})`,
  );
  return median <= MEDIAN_LIMIT && tail <= TAIL_LIMIT;
}

try {
  process.exitCode = (await run()) ? 0 : 1;
} finally {
  for (const child of children) {
    child.removeAllListeners('exit');
    child.kill();
  }
}
