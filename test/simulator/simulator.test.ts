import { afterEach, describe, expect, test } from '@jest/globals';
import { createDemoShop } from '../../src/simulator/demo-shop.js';
import { Shop } from '../../src/simulator/shop.js';
import { type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.js';
import { DEMO_CREDENTIALS, type Quirks } from '../../src/simulator/simulator-settings.js';
import { trade } from '../../src/simulator/trade.js';
import { callApi } from '../support/call-api.js';

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.close();
});

async function start(options: Partial<SimulatorOptions> = {}) {
  const shop = new Shop();
  shop.addGroup(3, 'VPS');
  shop.addProduct({ groupId: 3, name: 'KVM "2" & 1/2 GB', monthly: '4.00', quantity: 7 });
  shop.addProduct({
    groupId: 4,
    name: 'Web',
    monthly: '2.00',
    quantity: 9,
    stockControl: false,
    module: 'cpanel',
    retired: true,
  });
  const simulator = await startSimulator({ shop, ...options });
  running.push(simulator);
  return simulator;
}

const list = { action: 'GetProducts' };
const { identifier, secret } = DEMO_CREDENTIALS;

describe('a call', () => {
  test.each<[string, Record<string, string>]>([
    ['as identifier and secret', {}],
    ['as username and password', { identifier: '', secret: '', username: identifier, password: secret }],
    ['in both, one of them empty', { username: '', password: '', accesskey: '' }],
    ['with the action in lower case', { action: 'getproducts' }],
  ])('is let in with the pair %s', async (_, fields) => {
    const { json } = await callApi(await start(), { ...list, ...fields });
    expect(json).toMatchObject({ result: 'success', totalresults: 2 });
  });

  test('may be multipart', async () => {
    const multipart = (fields: Record<string, string>) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      return form;
    };
    const simulator = await start();
    expect((await callApi(simulator, list, multipart)).json).toMatchObject({ result: 'success' });
    expect(simulator.requests[0]?.contentType).toMatch(/^multipart\/form-data/);
  });

  test('is answered as JSON as PHP writes it, as XML, or in the old form', async () => {
    const simulator = await start({ quirks: { entitiesInNames: false } });
    expect((await callApi(simulator, list)).text).toContain('"name":"KVM \\u00222\\u0022 & 1\\/2 GB"');
    expect((await callApi(simulator, { ...list, responsetype: 'xml' })).text).toMatch(
      /^<\?xml[^>]*>\n<whmcsapi><result>success<\/result>/,
    );
    expect((await callApi(simulator, { ...list, responsetype: '', secret: 'x' })).text).toBe(
      'result=error;message=Authentication Failed;',
    );
  });

  test.each<[string, Record<string, string>, Partial<SimulatorOptions>, number, string]>([
    ['a wrong secret', { secret: 'x' }, {}, 403, 'Authentication Failed'],
    ['no credentials', { identifier: '', secret: '' }, {}, 403, 'Authentication Failed'],
    ['a foreign address', {}, { allowedIps: ['203.0.113.1'] }, 403, 'Invalid IP 127.0.0.1'],
    [
      'an action not granted',
      {},
      { roles: [] },
      403,
      'Invalid Permissions: API action "getproducts" is not allowed',
    ],
    [
      'an unknown action',
      { action: 'GetStock' },
      {},
      200,
      'Invalid API Action: "getstock" is not a valid API action',
    ],
    [
      'the same with 404',
      { action: 'GetStock' },
      { quirks: { unknownActionStatus: 404 } },
      404,
      'Invalid API Action: "getstock" is not a valid API action',
    ],
    ['no action', { action: '' }, {}, 400, 'Empty action request'],
    [
      'an unknown product, answered with an error',
      { pid: '99' },
      { quirks: { unknownPid: 'error' } },
      200,
      'Product ID Not Found',
    ],
  ])('with %s is refused', async (_, fields, options, status, message) => {
    const answer = await callApi(await start(options), { ...list, ...fields });
    expect(answer.status).toBe(status);
    expect(answer.json).toEqual({ result: 'error', message });
  });

  test('from a foreign address is let in by the access key', async () => {
    const credentials = { ...DEMO_CREDENTIALS, accessKey: 'key' };
    const simulator = await start({ allowedIps: [], credentials });
    expect((await callApi(simulator, { ...list, accesskey: 'key' })).json.result).toBe('success');
    expect((await callApi(simulator, { ...list, accesskey: 'other' })).status).toBe(403);
  });

  test('to a doubled path finds no admin, with 200', async () => {
    const { url } = await start();
    const answer = await fetch(`${url}includes/api.php/includes/api.php`, { method: 'POST' });
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { result: 'error', message: 'An admin user is required' },
    ]);
  });

  test('to another path gets the shop, or a 404', async () => {
    const { url } = await start();
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(`${url}nothing`)).status).toBe(404);
  });
});

describe('GetProducts', () => {
  test.each<[SimulatorOptions['profile'], readonly string[], readonly string[]]>([
    ['7.8', [], ['slug', 'product-url', 'allowqty', 'quantity_available']],
    ['8.3', ['slug', 'product-url'], ['allowqty', 'quantity_available']],
    ['8.12', ['slug', 'product-url', 'allowqty', 'quantity_available'], ['stockcontrol', 'qty']],
    ['9.0', ['slug', 'product-url', 'allowqty', 'quantity_available'], ['stockcontrol', 'qty']],
  ])('of version %s has its fields', async (profile, present, absent) => {
    const simulator = await start(profile === undefined ? {} : { profile });
    const [product] = (await callApi(simulator, list)).json.products.product;
    for (const field of present) expect(product).toHaveProperty([field]);
    for (const field of absent) expect(product).not.toHaveProperty([field]);
    expect((await callApi(simulator, { action: 'WhmcsDetails' })).json.whmcs.version).toMatch(`${profile}.`);
  });

  test.each([
    [{ pid: '2' }, [2]],
    [{ pid: '1,2' }, [1, 2]],
    [{ pid: '99' }, []],
    [{ gid: '3' }, [1]],
    [{ module: 'cpanel' }, [2]],
  ])('filters by %j', async (filter, ids) => {
    const { products, totalresults } = (await callApi(await start(), { ...list, ...filter })).json;
    expect([products.product.map(({ pid }: { pid: number }) => pid), totalresults]).toEqual([
      ids,
      ids.length,
    ]);
  });

  test.each<[Partial<Quirks>, string, unknown]>([
    [{}, 'products.product.1.quantity_available', 0],
    [{ quantityWithoutControl: 'null' }, 'products.product.1.quantity_available', null],
    [{ quantityWithoutControl: 'absent' }, 'products.product.1.quantity_available', undefined],
    [{ quantityWithoutControl: 'left over' }, 'products.product.1.quantity_available', 9],
    [{ listsRetired: false }, 'products.product.length', 1],
    [{ showsStockControl: true }, 'products.product.1.stockcontrol', 0],
    [{ showsStockControl: true }, 'products.product.1.retired', 1],
    [{ numbersAsText: true }, 'products.product.0.pid', '1'],
    [{ lists: 'keyed' }, 'products.product.0.pid', 1],
    [{ lists: 'keyed' }, 'products.product.length', undefined],
    [{ lists: 'bare', listsRetired: false }, 'products.product.pid', 1],
    [{ emptyLists: 'text' }, 'products.product.0.customfields.customfield', ''],
    [{ emptyLists: 'null' }, 'products.product.0.customfields.customfield', null],
    [{ emptyLists: 'object' }, 'products.product.0.customfields.customfield', {}],
    [
      { productUrlKey: 'product_url' },
      'products.product.0.product_url',
      'https://shop.example/store/kvm-2-1-2-gb',
    ],
    [{ entitiesInNames: true }, 'products.product.0.name', 'KVM &quot;2&quot; &amp; 1/2 GB'],
  ])('with the quirk %j has at %s: %j', async (quirks, path, value) => {
    const { json } = await callApi(await start({ quirks }), list);
    expect(path.split('.').reduce((inner, key) => inner?.[key], json)).toEqual(value);
  });

  test.each([
    ['bom', /^\uFEFF\{/],
    ['warning', /^<br \/>\n<b>Warning<\/b>[^{]*\n\{/],
  ] as const)('may have a %s before it', async (prelude, beginning) => {
    const { url } = await start({ quirks: { prelude } });
    const body = new URLSearchParams({ ...list, ...DEMO_CREDENTIALS, responsetype: 'json' });
    const bytes = await (await fetch(`${url}includes/api.php`, { method: 'POST', body })).arrayBuffer();
    expect(Buffer.from(bytes).toString('utf8')).toMatch(beginning);
  });
});

/** Numbers from 0 up to 1 that are the same for every run. */
function repeatable(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

describe('the demo shop', () => {
  test('is a believable range', () => {
    const { products, groups } = createDemoShop();
    const count = (is: (product: (typeof products)[number]) => boolean) => products.filter(is).length;
    expect(groups.size).toBe(6);
    expect(products.length).toBeGreaterThanOrEqual(38);
    expect(count(({ stockControl, quantity }) => stockControl && quantity === 0)).toBeGreaterThanOrEqual(5);
    expect(count(({ stockControl }) => !stockControl)).toBeGreaterThanOrEqual(5);
    expect(count(({ quantity }) => quantity < 0)).toBe(1);
    expect(count(({ hidden }) => hidden)).toBe(1);
    expect(count(({ retired }) => retired)).toBe(1);
  });

  test('sells and restocks, and oversells nothing by itself', () => {
    const shop = createDemoShop();
    const random = repeatable(42);
    const before = new Map(shop.products.map(({ id, quantity }) => [id, quantity]));
    let sold = 0;
    let restocked = 0;
    for (let moment = 0; moment < 5_000; moment += 1) {
      trade(shop, random);
      for (const { id, quantity } of shop.products) {
        const last = before.get(id) ?? 0;
        if (quantity < last) {
          sold += 1;
          expect(quantity).toBeGreaterThanOrEqual(0);
        }
        if (quantity > last) restocked += 1;
        before.set(id, quantity);
      }
    }
    expect(sold).toBeGreaterThan(500);
    expect(restocked).toBeGreaterThan(100);
  });

  test('sells options and loses customers again, around a usual number', () => {
    const shop = createDemoShop();
    const random = repeatable(7);
    const numbers = new Set<number>();
    for (let moment = 0; moment < 5_000; moment += 1) {
      trade(shop, random);
      const held = shop.services.filter(({ productId }) => productId === 42).length;
      numbers.add(held);
      expect(held).toBeGreaterThan(30);
      expect(held).toBeLessThan(110);
    }
    expect(numbers.size).toBeGreaterThan(10);
  });
});
