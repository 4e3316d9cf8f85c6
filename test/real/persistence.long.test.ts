import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect } from '@jest/globals';
import { createShop, type Shop } from '../../src/simulator/shop.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { startTrade } from '../../src/simulator/trade.js';
import { parseExposition } from '../support/exposition.js';
import { fault } from '../support/fault.js';
import { stateFolder } from '../support/kept-shop.js';
import { amount } from '../support/long.js';
import { type Program, startProgram } from '../support/program.js';
import { writeConfig } from '../support/run-cli.js';

const KILLS = amount({ short: 3, long: 100 });
const SITES = 4;

const ended = new AbortController();
const simulators: Simulator[] = [];
let exporter: Program | undefined;
afterEach(async () => {
  ended.abort();
  await exporter?.terminate();
  for (const simulator of simulators) await simulator.close();
});

/** Starts shops that sell and restock many times a second. */
async function startShops(): Promise<readonly Shop[]> {
  const shops = Array.from({ length: SITES }, () => createShop(30));
  for (const shop of shops) {
    simulators.push(await startSimulator({ shop, companion: true }));
    startTrade(shop, 20, Math.random, ended.signal);
  }
  return shops;
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 100));

/** Whether every site has been read and saved for the first time. */
const hasSites = async (state: string) =>
  (await readFile(state, 'utf8').catch(() => '')).match(/"reading":/g)?.length === SITES;

const isCounter = (key: string) => /^whmcs_product_stock_(removed|added)_total\{/.test(key);

fault(
  'process',
  'kill -9 at any moment, while shops sell and the exporter is scraped',
  'after each start every counter is at least as high as it was shown, and stock is there at once',
  async () => {
    await startShops();
    const sites = simulators.map(
      ({ url }, index) =>
        `{ name: s${index}, url: "${url}", identifier: demo-identifier, secret: demo-secret, interval: 1s }`,
    );
    const config = await writeConfig(`sites: [${sites.join(', ')}]`);
    const state = join(await stateFolder(), 'stock.state');
    const shown = new Map<string, number>();
    for (let kill = 0; kill <= KILLS; kill += 1) {
      exporter = startProgram(process.execPath, [
        ...['dist/main.js', '--config.file', config, '--web.listen-address', '127.0.0.1:0'],
        ...['--persistence.file', state],
      ]);
      const [, url = ''] = await exporter.until(/"url":"(http[^"]+)"/);
      const scrapes = 2 + Math.floor(Math.random() * 20);
      for (let scrape = 0; scrape < scrapes; scrape += 1) {
        const series = parseExposition(await (await fetch(`${url}metrics`)).text());
        const counters = [...series].filter(([key]) => isCounter(key));
        const fallen = counters.filter(([key, value]) => value < (shown.get(key) ?? 0));
        expect({ kill, scrape, fallen }).toEqual({ kill, scrape, fallen: [] });
        for (const [key, value] of counters) shown.set(key, value);
        if (kill > 0) expect(counters.length).toBeGreaterThanOrEqual(shown.size);
        await pause();
      }
      while (kill === 0 && !(await hasSites(state))) await pause();
      if (kill < KILLS) {
        process.kill(exporter.pid, 'SIGKILL');
        await exporter.terminate();
      }
    }
    expect(shown.size).toBeGreaterThan(SITES * 10);
    expect(Math.max(...shown.values())).toBeGreaterThan(0);
    expect((await exporter?.terminate())?.ms).toBeLessThan(2_000);
  },
  { limitMs: 60_000 + KILLS * 10_000 },
);
