// Scrapes an exporter while it collects a large catalogue, and in turn a bare node:http server that sends the
// same bytes: stall.ts [PRODUCTS] [BYTES] [SITES] [SECONDS] [INTERVAL] [PAUSE_MS]
//
// Prints the duration of scrapes, the longest turns of the exporter's event loop in CPU time, CPU time per
// scrape, and memory. Other load on the machine does not change CPU times.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { openScraper, type Scraper } from './scraper.js';

const [products = '20000', bytes = '1000', sites = '1', seconds = '30', interval = '5s', pauseMs = '100'] =
  process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'stall-'));
const children: ChildProcess[] = [];

async function start(
  args: readonly string[],
  stream: 'stdout' | 'stderr',
  env = {},
): Promise<[ChildProcess, string]> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  children.push(child);
  child[stream === 'stdout' ? 'stderr' : 'stdout'].resume();
  for await (const line of createInterface({ input: child[stream] })) {
    child[stream].resume();
    return [child, line];
  }
  throw new Error(`${args.join(' ')} ended`);
}

const script = (name: string) => ['scripts/run.js', `test/bench/${name}`];
const print = (line: string) => process.stdout.write(`${line}\n`);

function readBytes(url: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { 'Accept-Encoding': 'gzip' } }, async (response) => {
      resolve(Buffer.concat(await response.toArray()));
    })
      .on('error', reject)
      .end();
  });
}

function describe(name: string, durations: readonly number[]): void {
  const sorted = durations.toSorted((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1);
  print(`${name.padEnd(24)} n=${sorted.length} p50 ${at(0.5)}  p99 ${at(0.99)}  max ${at(1)} ms`);
}

type Turns = { longest: number[]; cpu: NodeJS.CpuUsage; memory: NodeJS.MemoryUsage };

async function readTurns(child: ChildProcess, file: string): Promise<Turns> {
  rmSync(file, { force: true });
  child.kill('SIGUSR2');
  for (;;) {
    await sleep(50);
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch {}
  }
}

async function run(): Promise<void> {
  const [, addresses] = await start([...script('big-shop.ts'), products, bytes, sites], 'stdout');
  const urls: readonly string[] = JSON.parse(addresses);
  const credentials = { identifier: 'demo-identifier', secret: 'demo-secret' };
  const config = join(folder, 'config.yaml');
  writeFileSync(
    config,
    JSON.stringify({
      defaults: { interval, source: 'classic' },
      sites: urls.map((url, index) => ({ name: `site-${index}`, url, ...credentials })),
    }),
  );
  const file = join(folder, 'turns.json');
  const flags = ['--config.file', config, '--web.listen-address', '127.0.0.1:0'];
  const [exporter, line] = await start(
    ['--import', './test/bench/turns.js', 'dist/main.js', 'serve', ...flags],
    'stderr',
    { TURNS_FILE: file },
  );
  const url = `${JSON.parse(line).url}`;
  while (!(await fetch(`${url}-/ready`)).ok) await sleep(200);
  const body = await readBytes(`${url}metrics`);
  const series = Number(
    await fetch(`${url}metrics`).then(
      async (r) => (await r.text()).split('\n').filter((l) => l && !l.startsWith('#')).length,
    ),
  );
  const copy = join(folder, 'metrics.gz');
  writeFileSync(copy, body);
  const [floor, floorUrl] = await start(
    ['--import', './test/bench/turns.js', ...script('fixed-bytes.ts'), copy],
    'stdout',
    { TURNS_FILE: `${file}.floor` },
  );
  print(
    `${sites} sites of ${products} products, ${bytes} bytes each, every ${interval}; ${series} series, ${body.length} bytes of gzip`,
  );
  const scrapers = { ours: await openScraper(`${url}metrics`), floor: await openScraper(floorUrl) };
  const times = { ours: [] as number[], floor: [] as number[] };
  await readTurns(exporter, file);
  const starts = { ours: await readTurns(exporter, file), floor: await readTurns(floor, `${file}.floor`) };
  const end = performance.now() + Number(seconds) * 1000;
  while (performance.now() < end) {
    for (const name of ['ours', 'floor'] as const) {
      const scraper: Scraper = scrapers[name];
      times[name].push(await scraper.scrape());
    }
    if (Number(pauseMs) > 0) await sleep(Number(pauseMs));
  }
  const ends = { ours: await readTurns(exporter, file), floor: await readTurns(floor, `${file}.floor`) };
  for (const name of ['floor', 'ours'] as const) {
    describe(name, times[name]);
    const cpu =
      (ends[name].cpu.user + ends[name].cpu.system - starts[name].cpu.user - starts[name].cpu.system) / 1000;
    print(`  CPU ${cpu.toFixed(0)} ms, per scrape ${(cpu / times[name].length).toFixed(2)}`);
    print(`  longest turns, ms of CPU: ${ends[name].longest.map((t) => t.toFixed(1)).join(' ')}`);
    print(`  RSS ${(ends[name].memory.rss / 2 ** 20).toFixed(0)} MiB ${JSON.stringify(ends[name].memory)}`);
  }
}

try {
  await run();
} finally {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true });
}
