import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { hashSync } from 'bcryptjs';
import { stringify } from 'yaml';
import type { ExposedStock } from '../../../src/collector/exposed-stock.js';
import { parseConfig } from '../../../src/config/load.js';
import { OPEN, type WebConfig } from '../../../src/config/web-config/web-config.js';
import { UNKNOWN, UNLIMITED } from '../../../src/stock/stock.js';
import { createGuard } from '../../../src/web/guard.js';
import { viewSite } from '../../../src/web/site-view.js';
import { COMPLETE_CONFIG } from '../../support/complete-config.js';
import { exposedShop, optionOf, productOf, STATUS, withChoices } from '../../support/exposed-shop.js';
import { fault } from '../../support/fault.js';
import { openApi } from '../../support/openapi.js';
import { ask, openStalled } from '../../support/raw-http.js';
import { closeAll, serving } from '../serving.js';

afterEach(closeAll);

const description = await openApi();
const { shown } = await parseConfig(stringify(COMPLETE_CONFIG), {}, 'c.yaml');
const PATHS = ['stock', 'pools', 'sites', 'status/config', 'status/buildinfo'].map(
  (name) => `/api/v1/${name}`,
);

const used = (units: number) => ({
  units,
  choices: new Map(),
  sets: undefined,
  unsure: new Map(),
  unmatched: 0,
});

/** A shop with products in every state, choices, combinations, and pools. */
function createShop(changes: Parameters<typeof exposedShop>[1] = {}) {
  const options = [
    optionOf(1, 'RAM', [
      ['8 GB', 9],
      ['64 GB', undefined],
    ]),
  ];
  const products = [
    ...[productOf(1, 9, { options }), productOf(2, 0), productOf(3, -1), productOf(4, 3)],
    ...[productOf(5, UNKNOWN), productOf(6, UNLIMITED, { usage: used(40) })],
  ];
  const draw = (product: number) => ({ product, units: 2, option: undefined, choices: [] });
  const { limits } = withChoices(1);
  const pools = [
    { name: 'RAM', unit: 'GB', capacity: 128, draws: [draw(6)] },
    { name: 'IPv4', unit: 'addresses', capacity: 254, draws: [draw(5)] },
  ];
  return exposedShop(products, { site: { limits: { ...limits, pools } }, ...changes });
}

async function start(stock: readonly ExposedStock[], config: Partial<WebConfig> = {}, changes = {}) {
  const site = createShop().site;
  const guard = createGuard({
    config: () => ({ ...OPEN, ...config }),
    compare: async () => false,
    now: () => 0,
  });
  const { url, server } = await serving({
    ...{ guard, maxRequests: 4, ...changes },
    sites: () => [viewSite(STATUS, Date.now()), viewSite({ ...STATUS, name: 'eu', ...FAILED }, Date.now())],
    api: {
      stock: () => stock,
      config: () => ({ shown, sites: [site] }),
      build: { version: '1.2.3', revision: 'r', node_version: 'v20' },
    },
  });
  return { port: server.port, get: (path: string, headers = {}) => ask(url(path), { headers }) };
}

const FAILED = {
  failure: { reason: 'auth', message: 'x' },
  lastSuccess: undefined,
  products: undefined,
} as const;

test('its description is valid OpenAPI 3.1', () => {
  expect(description.errors).toBeUndefined();
});

describe.each(PATHS)('%s', (path) => {
  const queries = path.endsWith('stock') ? ['', '?expand=options,combinations', '?site=other'] : [''];

  test.each(queries)('%s is answered as described, plain and in gzip, and then by 304', async (query) => {
    const { get } = await start([createShop().stock]);
    const plain = await get(path + query);
    expect([plain.status, description.problemsOf(path, plain)]).toEqual([200, []]);
    const zipped = await get(path + query, { 'Accept-Encoding': 'gzip' });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(zipped.body)).toEqual(plain.body);
    expect(zipped.headers.etag).toBe(plain.headers.etag);
    const same = await get(path + query, { 'If-None-Match': String(plain.headers.etag) });
    expect([same.status, description.problemsOf(path, same)]).toEqual([304, []]);
    expect(same.headers['x-stock-read-at']).toBe(plain.headers['x-stock-read-at']);
    const rests = !path.includes('/status/') && query !== '?site=other';
    expect(plain.headers['x-stock-read-at'] !== undefined).toBe(rests);
  });

  test('is answered in plain text if the client refuses gzip', async () => {
    const { get } = await start([createShop().stock]);
    const { headers } = await get(path, { 'Accept-Encoding': 'gzip;q=0, br' });
    expect(headers['content-encoding']).toBeUndefined();
  });

  test('is refused without a password, and beyond the rate, as described', async () => {
    const users = new Map([['ann', hashSync('right', 4)]]);
    const { get } = await start([], { users });
    const unauthorized = await get(path);
    expect([unauthorized.status, description.problemsOf(path, unauthorized)]).toEqual([401, []]);
    const slow = await start([], { rateLimit: { intervalMs: 1_000, burst: 0 } });
    const limited = await slow.get(path);
    expect([limited.status, description.problemsOf(path, limited)]).toEqual([429, []]);
  });
});

test.each(['stock?state=gone', 'stock?sites=x', 'pools?state=low', 'pools?site=a&x'])(
  '%s is refused as described',
  async (query) => {
    const { get } = await start([]);
    const answer = await get(`/api/v1/${query}`);
    const [path = ''] = `/api/v1/${query}`.split('?');
    expect([answer.status, description.problemsOf(path, answer)]).toEqual([400, []]);
  },
);

test('pools have what is left and in use, or why it is unknown', async () => {
  const read = async (stock: ExposedStock) => {
    const { get } = await start([stock]);
    return JSON.parse((await get('/api/v1/pools')).body.toString()).data.pools;
  };
  const ram = { site: 'main', name: 'RAM', unit: 'GB', capacity: 128 };
  const addresses = { site: 'main', name: 'IPv4', unit: 'addresses', capacity: 254 };
  const unknown = (reason: string) => ({ stock: { kind: 'unknown', reason } });
  expect(await read(createShop().stock)).toEqual([
    { ...ram, in_use: 80, stock: { kind: 'limited', quantity: 48 } },
    { ...addresses, ...unknown('not_counted') },
  ]);
  expect(await read(createShop({ hasOptions: false }).stock)).toEqual([
    { ...ram, ...unknown('stale') },
    { ...addresses, ...unknown('stale') },
  ]);
});

fault(
  'client',
  'a client that reads nothing of large answers of the API',
  'further ones of that client get 503, and scrapes are answered',
  async () => {
    const moreThanSocketsTake = 60_000;
    const many = Array.from({ length: moreThanSocketsTake }, (_, id) => productOf(id + 1, 5));
    const patient = { stallMs: 4_000_000 };
    const { get, port } = await start([exposedShop(many).stock], {}, patient);
    const [stalled] = await openStalled(port, 1, 'GET /api/v1/stock HTTP/1.1\r\nHost: x\r\n\r\n');
    let answer = await get('/api/v1/status/buildinfo');
    while (answer.status === 200) answer = await get('/api/v1/status/buildinfo');
    expect(description.problemsOf('/api/v1/status/buildinfo', answer)).toEqual([]);
    expect([answer.status, (await get('/stock.csv')).status]).toEqual([503, 503]);
    expect((await get('/metrics')).status).toBe(200);
    stalled?.socket.destroy();
    while (answer.status === 503) answer = await get('/api/v1/status/buildinfo');
    expect(answer.status).toBe(200);
  },
);
