// Runs the built exporter on 50 sites of 200 products without queries for capacity, with 200 queries a minute
// whose numbers stay the same, and with 200 whose numbers always change. Prints the processor time that the
// queries add and the slowest scrape, and fails if a limit is exceeded: capacity.ts SECONDS
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import useOwnTemporaryFolder from '../../scripts/temporary-folder.js';
import { createShop } from '../../src/simulator/shop.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { openExporter } from '../support/exporter-process.js';
import { startFakePrometheus, vector } from '../support/fake-prometheus.js';
import { openScraper } from './scraper.js';

useOwnTemporaryFolder();

const [seconds = 120] = process.argv.slice(2).map(Number);
const SITES = 50;
const PRODUCTS = 200;
const QUERIES_PER_SITE = 4;
const MOST_ADDED = 0.02;
const WARM_UP_MS = 45_000;
const SCRAPE_INTERVAL_MS = 15_000;

let changes = 0;
const simulator = await startSimulator({ shop: createShop(PRODUCTS) });
const prometheus = await startFakePrometheus((query) => {
  if (query.startsWith('changing')) changes += 1;
  return vector(Array.from({ length: 10 }, (_, host) => [{ host: `host-${host}` }, 64e9 + changes * 1e9]));
});

const siteWith = (query: string | undefined) => (index: number) => ({
  ...{ name: `site-${index}`, url: simulator.url, identifier: 'demo-identifier', secret: 'demo-secret' },
  ...(query !== undefined && {
    products: Array.from({ length: QUERIES_PER_SITE }, (_, number) => ({
      id: number + 1,
      left: { query: `${query} ${index} ${number}`, label: 'host', size: 4e9, spare: 1 },
    })),
  }),
});

async function measure(query: string | undefined) {
  const site = siteWith(query);
  const sites = Array.from({ length: SITES }, (_, index) => site(index));
  const file = join(await mkdtemp(join(tmpdir(), 'capacity-')), 'config.yaml');
  await writeFile(file, stringify({ prometheus: { url: prometheus.url }, sites }));
  const exporter = await openExporter(['--config.file', file]);
  await exporter.start();
  await sleep(WARM_UP_MS);
  const scraper = await openScraper(`http://${exporter.host}/metrics`);
  const used = async () => (await exporter.scrape()).get('process_cpu_seconds_total') ?? Number.NaN;
  const before = await used();
  const started = performance.now();
  const times: number[] = [];
  while (performance.now() - started < seconds * 1000) {
    times.push(await scraper.scrape());
    await sleep(SCRAPE_INTERVAL_MS);
  }
  const series = await exporter.scrape();
  const cpu = ((series.get('process_cpu_seconds_total') ?? Number.NaN) - before) / seconds;
  const rooms = [...series.keys()].filter((key) => key.startsWith('whmcs_product_room')).length;
  scraper.close();
  await exporter.close();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))]?.toFixed(1);
  const name = query ?? 'no queries';
  const share = `${(cpu * 100).toFixed(2)} % of a core`;
  process.stdout.write(
    `${name}: ${share}, scrape p50 ${at(0.5)} p99 ${at(0.99)} max ${at(1)} ms, rooms ${rooms}\n`,
  );
  return cpu;
}

const without = await measure(undefined);
for (const query of ['steady', 'changing']) {
  const added = (await measure(query)) - without;
  process.stdout.write(`${query}: adds ${(added * 100).toFixed(2)} % of a core\n`);
  if (added > MOST_ADDED) process.exitCode = 1;
}
prometheus.close();
await simulator.close();
