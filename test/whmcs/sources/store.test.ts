import { afterEach, describe, expect, test } from '@jest/globals';
import { createShop, Shop } from '../../../src/simulator/shop.js';
import type { SimulatorOptions } from '../../../src/simulator/simulator.js';
import type { Client } from '../../../src/whmcs/client.js';
import type { Reply } from '../../../src/whmcs/envelope.js';
import { createSources } from '../../../src/whmcs/sources/sources.js';
import { simulatedSite } from '../../support/simulated-site.js';
import { siteConfig } from '../../support/site.js';

const signal = new AbortController().signal;
const open: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(open.splice(0).map((site) => site.close())));

async function start(options: Partial<SimulatorOptions> & Pick<SimulatorOptions, 'shop'>, changes = {}) {
  const site = await simulatedSite({ profile: '9.0', ...options }, changes);
  open.push(site);
  const { store } = createSources(site);
  return { ...site, store };
}

describe('the storefront API', () => {
  test('is paged by 500 until a page is short, without credentials', async () => {
    const { store, simulator } = await start({ shop: createShop(1_001) });
    const { products } = await store.read(signal);
    expect(products).toHaveLength(1_001);
    expect(products.at(-1)?.stock).toEqual({ kind: 'limited', quantity: 1_001 % 50 });
    const asked = simulator.requests.filter(({ action }) => action === 'store/products');
    expect(asked.map(({ params }) => params)).toEqual(
      ['1', '2', '3'].map((page) => ({ page, page_size: '500' })),
    );
    expect(JSON.stringify(asked)).not.toContain('demo-');
  });

  test('ends at an empty page where the last one was full', async () => {
    const { store, asked } = await start({ shop: createShop(500) });
    expect((await store.read(signal)).products).toHaveLength(500);
    expect(asked().filter((action) => action === 'store/products')).toHaveLength(2);
  });

  test('names groups, and the configuration goes before it', async () => {
    const shop = new Shop();
    shop.addGroup(1, 'Servers');
    shop.addGroup(2, 'Storage');
    for (const groupId of [1, 2]) shop.addProduct({ groupId, name: 'X', monthly: '1.00' });
    const { store } = await start({ shop }, { groupNames: new Map([[2, 'Disks']]) });
    const { products } = await store.read(signal);
    expect(products.map(({ group }) => group)).toEqual([
      { id: 1, name: 'Servers' },
      { id: 2, name: 'Disks' },
    ]);
    expect((await store.readProducts([1], signal))[0]?.group.name).toBe('Servers');
  });

  test('reads one product alone, hidden ones by the classic catalogue', async () => {
    const shop = createShop(3);
    shop.product(2).hidden = true;
    const { store } = await start({ shop });
    const products = await store.readProducts([2, 3], signal);
    expect(products.map(({ id, stock }) => [id, stock])).toEqual([
      [2, { kind: 'limited', quantity: 2 }],
      [3, { kind: 'limited', quantity: 3 }],
    ]);
  });
});

describe('what the storefront says of one product', () => {
  const read = async (shown: object, listed: object = {}) => {
    const call: Client['call'] = async () => ({
      totalresults: 1,
      products: { product: [{ pid: 5, gid: 1, name: 'X', ...listed }] },
    });
    const get: Client['get'] = async (path): Promise<Reply> => ({
      data: path === 'store/products' ? [{ id: 5, ...shown }] : [],
    });
    const { store } = createSources({ site: siteConfig(), client: { call, get }, log: { warn() {} } });
    return (await store.read(signal)).products[0]?.stock;
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

test.each([
  [{}, 'no data'],
  [{ data: 'none' }, 'expected a list, found a text of 4 characters'],
])('an answer without a list is refused: %j', async (reply, words) => {
  const { store } = createSources({
    site: siteConfig(),
    client: { call: async () => ({}), get: async () => reply },
    log: { warn() {} },
  });
  await expect(store.read(signal)).rejects.toThrow(`store/products: ${words}`);
});
