// Measures the stock page of 10 000 products over 20 sites: its compressed size, how long an answer takes
// after a new reading and without one, and when a browser paints it first. Fails above a limit below.
import { performance } from 'node:perf_hooks';
import { chromium } from 'playwright-core';
import { advance, NO_MOVEMENT } from '../../src/stock/movement.js';
import { finish } from '../../src/stock/work.js';
import { createApp } from '../../src/web/app.js';
import { listen } from '../../src/web/server.js';
import { viewSite } from '../../src/web/site-view.js';
import { exposedShop, productOf, STATUS } from '../support/exposed-shop.js';
import { ask } from '../support/raw-http.js';

const SITES = 20;
const PRODUCTS = 500;
const ROUNDS = 40;
const LIMITS = { kilobytes: 60, answerMs: 50, paintMs: 300 };

const siteOf = (index: number, round: number) => {
  const products = Array.from({ length: PRODUCTS }, (_, id) =>
    productOf(id + 1, (id * 7919 + round) % 120, { name: `KVM ${(id * 131) % 64} GB Rack ${index}-${id}` }),
  );
  const movement = finish(advance(finish(advance(NO_MOVEMENT, products)), products));
  return exposedShop(products, { site: { name: `shop-${index}` }, movement }).stock;
};

let stock = Array.from({ length: SITES }, (_, index) => siteOf(index, 0));
const nothing = { unready: () => [], stalls: async () => [] };
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const server = await listen(
  createApp({
    ...nothing,
    ...{ telemetryPath: '/metrics', maxRequests: 40, version: '0', redact: (text) => text },
    exposition: { parts: async () => [], site: () => undefined, exporter: async () => [] },
    sites: () => stock.map(({ snapshot }) => viewSite({ ...STATUS, name: snapshot.site }, Date.now())),
    reload: 'disabled',
    webhook: {
      ...{ secretsOf: () => [], soldOut: () => undefined, now: Date.now, changed() {}, log: silent },
      observer: { accepted() {}, rejected() {} },
    },
    api: {
      stock: () => stock,
      config: () => ({ shown: { sites: [] }, sites: [] }),
      build: { version: '0', revision: 'r', node_version: process.version },
    },
    discovery: { names: () => [], shards: undefined, isSecure: () => false },
    ownerOf: () => undefined,
    log: silent,
  }),
  '127.0.0.1:0',
);
const root = `http://127.0.0.1:${server.port}/`;
const headers = { 'Accept-Encoding': 'gzip' };

/** Returns the median time of an answer in ms. */
async function measure(path: string, before: (round: number) => void = () => {}): Promise<number> {
  const times: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    before(round);
    const began = performance.now();
    await ask(root + path, { headers });
    times.push(performance.now() - began);
  }
  return times.toSorted((one, other) => one - other)[ROUNDS / 2] ?? Number.NaN;
}

const { body } = await ask(root, { headers });
const kilobytes = body.length / 1024;
const same = await measure('');
const fresh = await measure('', (round) => {
  stock = stock.with(round % SITES, siteOf(round % SITES, round));
});
const sorted = await measure('?sort=name&q=kvm');
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
const paints: number[] = [];
for (let round = 0; round < 5; round += 1) {
  await page.goto(root);
  await page.waitForTimeout(1_000);
  paints.push(
    await page.evaluate<number>('performance.getEntriesByName("first-contentful-paint")[0].startTime'),
  );
}
await browser.close();
await server.close();
const paint = paints.toSorted((one, other) => one - other)[2] ?? Number.NaN;
process.stdout.write(
  `stock page of ${SITES * PRODUCTS} products: ${kilobytes.toFixed(1)} KiB compressed; answered in ` +
    `${same.toFixed(1)} ms, after a reading ${fresh.toFixed(1)} ms, searched and sorted by name ` +
    `${sorted.toFixed(1)} ms; first paint ${paint.toFixed(0)} ms\n`,
);
const isGood =
  kilobytes <= LIMITS.kilobytes &&
  Math.max(same, fresh, sorted) <= LIMITS.answerMs &&
  paint <= LIMITS.paintMs;
process.exit(isGood ? 0 : 1);
