import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createShop } from '../../src/simulator/shop.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { apiSchemas, type ProductAnswer } from '../../src/web/api/api-schema.js';
import { ask } from '../support/raw-http.js';
import { type CliRun, runCli, writeConfig } from '../support/run-cli.js';

let simulator: Simulator;
let cli: CliRun;
afterEach(async () => {
  await cli.stop();
  await simulator.close();
});

/** An exporter of a shop with a product in every state, and of a site that does not answer. */
async function start() {
  simulator = await startSimulator({ shop: createShop(6), quirks: { showsStockControl: true } });
  const sites = [
    `{ name: shop, url: "${simulator.url}", identifier: demo-identifier, secret: demo-secret, thresholds: { warning: 3 }, ` +
      'access_key: key-marker, interval: 1s, webhook: { secret: webhook-secret-marker } }',
    '{ name: dead, url: "http://127.0.0.1:9/", identifier_file: id.txt, secret: "${SECRET}", ' +
      'proxy: "http://proxy-user-marker:proxy%2Fmarker@127.0.0.1:9", access_key: key-marker-2, ' +
      'webhook: { secret: webhook-secret-marker, previous_secret: previous-secret-marker } }',
  ];
  const file = await writeConfig(`sites: [${sites.join(', ')}]`);
  await writeFile(join(dirname(file), 'id.txt'), 'id-marker\n');
  cli = runCli(['--config.file', file, '--web.listen-address', '127.0.0.1:0'], { SECRET: 'secret-marker' });
  const [, root = ''] = await cli.until(/"url":"(http:[^"]+)"/);
  await cli.until(/"site":"shop"[^\n]*"site is up"/);
  await cli.until(/"site":"dead"[^\n]*"collection failed"/);
  const get = (path: string, headers = {}) => ask(`${root}api/v1/${path}`, { headers });
  const data = async (path: string) => {
    const { status, body } = await get(path);
    const answer = JSON.parse(body.toString());
    expect([status, answer.status]).toEqual([200, 'success']);
    return answer.data;
  };
  return { root, get, data };
}

test('every answer has the form that the schema promises, and no secret', async () => {
  const { data, get } = await start();
  for (const [path, schema] of [
    ['stock?expand=options,combinations', apiSchemas.stock],
    ['pools', apiSchemas.pools],
    ['sites', apiSchemas.sites],
    ['status/config', apiSchemas.config],
    ['status/buildinfo', apiSchemas.buildinfo],
  ] as const) {
    expect(schema.parse(await data(path))).toBeDefined();
    const { body, headers } = await get(path);
    expect(body.toString()).not.toMatch(/marker|demo-secret|demo-identifier/);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  }
  const masked = '<secret>';
  const [shop, dead] = (await data('status/config')).sites;
  expect(shop).toMatchObject({
    ...{ name: 'shop', secret: masked, access_key: masked, webhook: { secret: masked }, interval: '1s' },
  });
  expect(dead).toMatchObject({
    ...{ identifier_file: 'id.txt', secret: masked, access_key: masked, proxy: masked },
    webhook: { secret: masked, previous_secret: masked },
  });
  expect((await data('sites')).sites).toMatchObject([
    { name: 'shop', state: 'up', source: 'classic' },
    { name: 'dead', state: 'failing', reason: 'connect', meaning: expect.stringMatching(/\w/) },
  ]);
});

test('products are chosen by site, group, name, id and state', async () => {
  const { data } = await start();
  const all: readonly ProductAnswer[] = (await data('stock')).products;
  expect(all).toHaveLength(6);
  const [first] = all;
  const idsOf = async (query: string) =>
    (await data(`stock?${query}`)).products.map(({ id }: ProductAnswer) => id);
  expect(await idsOf('site=shop')).toHaveLength(6);
  expect(await idsOf('site=dead')).toEqual([]);
  expect(await idsOf('product=2&product=3')).toEqual([2, 3]);
  expect(await idsOf(`product=${encodeURIComponent(first?.name ?? '')}`)).toContain(first?.id);
  expect(await idsOf(`group=${first?.group.id}`)).toContain(first?.id);
  expect(await idsOf(`group=${encodeURIComponent(first?.group.name ?? '')}`)).toContain(first?.id);
  for (const state of ['oversold', 'sold_out', 'low', 'in_stock', 'unlimited', 'unknown'])
    expect(await idsOf(`state=${state}`)).toEqual(
      all.filter((each) => each.state === state).map(({ id }) => id),
    );
  for (const { stock, state } of all)
    if (stock.kind === 'limited')
      expect(state).toBe(stock.quantity > 3 ? 'in_stock' : stock.quantity > 0 ? 'low' : 'sold_out');
});

describe('a conditional request', () => {
  test('is answered with 304 while only the time of the reading changed, and with the time', async () => {
    const { get } = await start();
    const first = await get('stock');
    const etag = String(first.headers.etag);
    expect(etag).toMatch(/^W\/"/);
    const before = String(first.headers['x-stock-read-at']);
    let again = await get('stock', { 'If-None-Match': etag });
    while (again.headers['x-stock-read-at'] === before) again = await get('stock', { 'If-None-Match': etag });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    simulator.shop.sell(1, 1);
    while (again.status === 304) again = await get('stock', { 'If-None-Match': etag });
    expect(again.status).toBe(200);
    expect(again.headers.etag).not.toBe(etag);
  });
});

test.each([
  [
    'stock?state=gone&state=away',
    'invalid value of state; valid are oversold, sold_out, low, unknown, in_stock, unlimited',
  ],
  ['stock?expand=everything', 'invalid value of expand; valid are options, combinations'],
  ['stock?sites=shop', 'unknown parameter; known are site, group, product, state, expand'],
  ['stock?<script>', 'unknown parameter'],
])('%s is refused', async (path, message) => {
  const { get } = await start();
  const { status, body } = await get(path);
  expect([status, JSON.parse(body.toString())]).toEqual([
    400,
    { status: 'error', errorType: 'bad_data', error: expect.stringContaining(message) },
  ]);
  expect(body.toString()).not.toContain('<');
});
