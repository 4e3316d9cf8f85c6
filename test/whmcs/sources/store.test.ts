import { afterEach, describe, expect, test } from '@jest/globals';
import { createShop, Shop } from '../../../src/simulator/shop.js';
import type { SimulatorOptions } from '../../../src/simulator/simulator.js';
import { limited } from '../../../src/stock/stock.js';
import type { Client } from '../../../src/whmcs/client.js';
import type { Reply } from '../../../src/whmcs/json-body.js';
import { createSources } from '../../../src/whmcs/sources/sources.js';
import { WhmcsError } from '../../../src/whmcs/whmcs-error.js';
import { judged } from '../../support/judged.js';
import { simulatedSite } from '../../support/simulated-site.js';
import { siteConfig } from '../../support/site.js';

const signal = new AbortController().signal;
const open: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(open.splice(0).map((site) => site.close())));

async function start(options: Partial<SimulatorOptions> & Pick<SimulatorOptions, 'shop'>, changes = {}) {
  const site = await simulatedSite({ profile: '9.0', ...options }, changes);
  open.push(site);
  return { ...site, store: judged(createSources(site).store, site.site) };
}

describe('the storefront API', () => {
  test('is paged by 500 until a page is empty, without credentials', async () => {
    const { store, simulator } = await start({ shop: createShop(1_001) });
    const { products } = await store.read();
    expect(products).toHaveLength(1_001);
    expect(products.at(-1)?.stock).toEqual({ kind: 'limited', quantity: 1_001 % 50 });
    const asked = simulator.requests.filter(({ action }) => action === 'store/products');
    expect(asked.map(({ params }) => params)).toEqual(
      ['1', '2', '3', '4'].map((page) => ({ page, page_size: '500' })),
    );
    expect(JSON.stringify(asked)).not.toContain('demo-');
  });

  test('ends at an empty page where the last one was full', async () => {
    const { store, asked } = await start({ shop: createShop(500) });
    expect((await store.read()).products).toHaveLength(500);
    expect(asked().filter((action) => action === 'store/products')).toHaveLength(2);
  });

  test.each([
    [
      'shorter than asked for',
      (page: number) => Array.from({ length: 2 }, (_, row) => page * 2 - 1 + row).filter((id) => id <= 5),
    ],
    ['the same whatever is asked for', () => [1, 2, 3, 4, 5]],
    ['not there after the last', (page: number) => (page === 1 ? [1, 2, 3, 4, 5] : undefined)],
  ])('may have pages that are %s', async (_, idsOn) => {
    const get: Client['get'] = async (path, { page }) => {
      const ids = path === 'store/products' ? idsOn(Number(page)) : [];
      if (!ids) throw new WhmcsError('unknown_action', 'HTTP 404', { status: 404 });
      return { data: ids.map((id) => ({ id, stock_control_enabled: true, stock_quantity: id })) };
    };
    const call: Client['call'] = async () => ({
      products: { product: [1, 2, 3, 4, 5].map((pid) => ({ pid, gid: 1, name: 'X' })) },
    });
    const { store } = createSources({ site: siteConfig(), client: { call, get }, log: { warn() {} } });
    const { products } = await judged(store, siteConfig()).read();
    expect(products.map(({ stock }) => stock)).toEqual([1, 2, 3, 4, 5].map(limited));
  });

  test('continues with the names of groups that it read before where they fail', async () => {
    const shop = new Shop();
    shop.addGroup(1, 'Servers');
    shop.addProduct({ groupId: 1, name: 'X', monthly: '1.00' });
    const { store, simulator } = await start({ shop });
    await store.read();
    simulator.faults.action = 'store/products/groups';
    simulator.faults.fault = { kind: 'status', status: 500 };
    expect((await store.read()).products[0]?.group.name).toBe('Servers');
  });

  test('names groups, and the configuration goes before it', async () => {
    const shop = new Shop();
    shop.addGroup(1, 'Servers');
    shop.addGroup(2, 'Storage');
    for (const groupId of [1, 2]) shop.addProduct({ groupId, name: 'X', monthly: '1.00' });
    const { store } = await start({ shop }, { groupNames: new Map([[2, 'Disks']]) });
    const { products } = await store.read();
    expect(products.map(({ group }) => group)).toEqual([
      { id: 1, name: 'Servers' },
      { id: 2, name: 'Disks' },
    ]);
    expect((await store.readProducts([1]))[0]?.group.name).toBe('Servers');
  });

  test('reads one product alone, hidden ones by the classic catalogue', async () => {
    const shop = createShop(3);
    shop.product(2).hidden = true;
    const { store } = await start({ shop });
    const products = await store.readProducts([2, 3]);
    expect(products.map(({ id, stock }) => [id, stock])).toEqual([
      [2, { kind: 'limited', quantity: 2 }],
      [3, { kind: 'limited', quantity: 3 }],
    ]);
  });
});

describe('a product of the storefront', () => {
  const read = async (shown: object, listed: object = {}) => {
    const call: Client['call'] = async () => ({
      totalresults: 1,
      products: { product: [{ pid: 5, gid: 1, name: 'X', ...listed }] },
    });
    const get: Client['get'] = async (path): Promise<Reply> => ({
      data: path === 'store/products' ? [{ id: 5, ...shown }] : [],
    });
    const { store } = createSources({ site: siteConfig(), client: { call, get }, log: { warn() {} } });
    return (await judged(store, siteConfig()).read()).products[0]?.stock;
  };

  test.each([
    [
      'on, with a number',
      { stock_control_enabled: true, stock_quantity: 0 },
      { kind: 'limited', quantity: 0 },
    ],
    ['on, as text', { stock_control_enabled: '1', stock_quantity: '-2' }, { kind: 'limited', quantity: -2 }],
    ['off', { stock_control_enabled: false, stock_quantity: 3 }, { kind: 'unlimited' }],
    ['on, without a number', { stock_control_enabled: true, stock_quantity: null }, { kind: 'unknown' }],
    ['a bare zero', { stock_quantity: 0 }, { kind: 'unknown' }],
    ['nonsense', { stock_control_enabled: true, stock_quantity: 'lots' }, { kind: 'unknown' }],
  ])('%s', async (_, shown, stock) => {
    expect(await read(shown, { quantity_available: 8 })).toEqual(stock);
  });

  test('nothing: the classic catalogue stands', async () => {
    expect(await read({ name: 'X' }, { quantity_available: 8 })).toEqual({ kind: 'limited', quantity: 8 });
  });
});

describe('a product that the pages of the storefront repeat', () => {
  const row = (stock_control_enabled: boolean | string, stock_quantity: number | null) => ({
    ...{ id: 1, stock_control_enabled, stock_quantity },
  });

  async function read(...rows: readonly object[]) {
    const reports: unknown[] = [];
    const call: Client['call'] = async () => ({
      products: { product: [{ pid: 1, gid: 1, name: 'X', quantity_available: 7 }] },
    });
    const get: Client['get'] = async (path, { page }) => ({
      data: path === 'store/products' && page === '1' ? rows : [],
    });
    const log = { warn: (...args: unknown[]) => reports.push(args) };
    const { store } = createSources({ site: siteConfig(), client: { call, get }, log });
    return { stock: (await judged(store, siteConfig()).read()).products[0]?.stock, reports };
  }

  test.each([
    ['two numbers', [row(true, 4), row(true, 0)]],
    ['stock control on and off', [row(true, 0), row(false, null)]],
    ['one number, and stock control on and off', [row(true, 4), row(false, 4)]],
    ['two numbers, of which one comes again', [row(true, 4), row(true, 0), row(true, 0)]],
  ])('with %s is unknown, and reported', async (_, rows) => {
    const { stock, reports } = await read(...rows);
    expect(stock).toEqual({ kind: 'unknown' });
    expect(reports).toEqual([
      [{ site: 'main', product_id: 1 }, 'a product is listed twice; its stock is unknown'],
    ]);
  });

  test('without stock in both rows has that of GetProducts, and is doubted if only one can be read', async () => {
    expect(await read({ id: 1 }, { id: 1 })).toEqual({ stock: limited(7), reports: [] });
    const { stock, reports } = await read({ id: 1 }, row('maybe', 0));
    expect(stock).toEqual({ kind: 'unknown' });
    expect(reports).toMatchObject([
      [{}, 'the stock of a product could not be read'],
      [{}, 'a product is listed twice; its stock is unknown'],
    ]);
  });

  test('with other numbers but stock control off twice is unlimited', async () => {
    const { stock, reports } = await read(row(false, 4), row(false, 9));
    expect([stock, reports]).toEqual([{ kind: 'unlimited' }, []]);
  });

  test('unchanged has its stock', async () => {
    expect(await read(row(true, 4), row(true, 4))).toEqual({ stock: limited(4), reports: [] });
  });

  test('with an unreadable number is reported', async () => {
    const { stock, reports } = await read({ ...row(true, 0), stock_quantity: 'lots' });
    expect(stock).toEqual({ kind: 'unknown' });
    expect(reports).toMatchObject([[{ product_id: 1 }, 'the stock of a product could not be read']]);
  });
});

test.each([
  ['wrapped once more', { data: { data: [{ id: 1, stock_control_enabled: true, stock_quantity: 0 }] } }],
  ['of an error', { data: { error: 'x' } }],
])('a list %s, in which nothing is a product, is refused', async (_, reply) => {
  const call: Client['call'] = async () => ({ products: { product: [{ pid: 1, quantity_available: 7 }] } });
  const { store } = createSources({
    ...{ site: siteConfig(), client: { call, get: async () => reply }, log: { warn() {} } },
  });
  await expect(store.read(signal)).rejects.toMatchObject({
    reason: 'invalid_response',
    message: 'store/products: nothing in the list of products is a product',
  });
});

test.each([
  [{}, 'no list in data'],
  [{ data: null }, 'no list in data'],
  [{ data: '' }, 'no list in data'],
  [{ data: false }, 'no list in data'],
  [{ data: 'none' }, 'no list in data'],
])('an answer without a list is refused: %j', async (reply, words) => {
  const { store } = createSources({
    site: siteConfig(),
    client: { call: async () => ({}), get: async () => reply },
    log: { warn() {} },
  });
  await expect(store.read(signal)).rejects.toThrow(`store/products: ${words}`);
});
