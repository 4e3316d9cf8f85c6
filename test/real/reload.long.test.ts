import { readFile, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { afterEach, expect } from '@jest/globals';
import { askUntil } from '../support/daemon.js';
import { parseExposition } from '../support/exposition.js';
import { fault } from '../support/fault.js';
import { type Fleet, startFleet } from '../support/fleet.js';
import { amount } from '../support/long.js';
import { type Program, startProgram } from '../support/program.js';
import { writeConfig } from '../support/run-cli.js';

const RELOADS = amount({ short: 20, long: 200 });

let exporter: Program | undefined;
let fleet: Fleet | undefined;
afterEach(async () => {
  await exporter?.terminate();
  await fleet?.close();
});

/** A configuration that differs from the one before: thresholds change, and two sites come and go. */
function goodConfig(sites: readonly string[], turn: number): string {
  const listed = turn % 4 === 0 ? sites : sites.slice(2);
  return `defaults: { interval: 1s, thresholds: { warning: ${turn} } }\nsites: [${listed.join(', ')}]`;
}

const BAD = ['sites: [', 'sites: []', 'sites: [{ name: main, url: "https://x.test/", secret: [a] }]', '\0'];

/** Scrapes over one connection without pause until it is stopped. */
function scrapeWithoutPause(url: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ms: number[] = [];
  const statuses = new Set<number | undefined>();
  let isOver = false;
  async function scrape(): Promise<void> {
    const started = performance.now();
    await new Promise<void>((resolve, reject) => {
      get(`${url}metrics`, { agent, headers: { 'accept-encoding': 'gzip' } }, (response) => {
        statuses.add(response.statusCode);
        response.resume().once('end', resolve);
      }).once('error', reject);
    });
    ms.push(performance.now() - started);
  }
  const done = (async () => {
    while (!isOver) await scrape();
    agent.destroy();
  })();
  return {
    async stop() {
      isOver = true;
      await done;
      const sorted = ms.toSorted((a, b) => a - b);
      const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
      return { statuses: [...statuses], scrapes: ms.length, p50: at(0.5), p99: at(0.99), max: at(1) };
    },
  };
}

async function memoryOf(pid: number): Promise<number> {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}

fault(
  'configuration',
  'reloads of valid and invalid configurations in turn, while it is scraped without pause',
  'every scrape is answered, the last valid configuration is in use, and memory does not grow',
  async () => {
    fleet = await startFleet(10, 4);
    const config = await writeConfig(goodConfig(fleet.sites, 0));
    exporter = startProgram(process.execPath, [
      ...['dist/main.js', '--config.file', config, '--web.listen-address', '127.0.0.1:0'],
    ]);
    const [, url = ''] = await exporter.until(/"url":"(http[^"]+)"/);
    const scraper = scrapeWithoutPause(url);
    const memory: number[] = [];
    for (let turn = 1; turn <= RELOADS; turn += 1) {
      const isBad = turn % 2 === 1;
      const text = isBad ? (BAD[(turn >> 1) % BAD.length] ?? '') : goodConfig(fleet.sites, turn);
      await writeFile(config, text);
      const { status } = await fetch(`${url}-/reload`, { method: 'POST' });
      expect([turn, status]).toEqual([turn, isBad ? 500 : 200]);
      memory.push(await memoryOf(exporter.pid));
    }
    const { statuses, ...figures } = await scraper.stop();
    const [quarter = 0, last = 0] = [memory[Math.floor(memory.length / 4)], memory.at(-1)];
    process.stdout.write(
      `${RELOADS} reloads, ${figures.scrapes} scrapes: p50 ${figures.p50} ms, p99 ${figures.p99} ms, max ${figures.max} ms; RSS ${quarter.toFixed(0)} MiB after a quarter, ${last.toFixed(0)} MiB at the end\n`,
    );
    expect(statuses).toEqual([200]);
    expect(last).toBeLessThan(2 * quarter);
    await askUntil(
      () => thresholds(url),
      (found) => found.length === 10 && found.every((value) => value === RELOADS),
    );
    expect((await fetch(`${url}-/healthy`)).status).toBe(200);
  },
);

async function thresholds(url: string): Promise<readonly number[]> {
  const series = parseExposition(await (await fetch(`${url}metrics`)).text());
  return [...series].flatMap(([key, value]) =>
    key.startsWith('whmcs_product_stock_threshold') ? value : [],
  );
}
