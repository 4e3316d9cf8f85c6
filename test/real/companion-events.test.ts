import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, beforeEach, describe, expect, test as plainTest } from '@jest/globals';
import { signCall } from '../../src/web/signature.js';
import { fault } from '../support/fault.js';
import { testWith } from '../support/tool.js';
import { type Listener, listenForEvents, takeLog } from '../support/whmcs-events.js';
import { PHP, type Step, startWhmcsShop, type Tables, type WhmcsShop } from '../support/whmcs-shop.js';

const test = testWith(PHP);

const SECRET = 'shared-secret-of-the-test';
const TABLES: Tables = {
  tblproducts: [1, 2, 3].map((id) => ({ id, gid: 1, name: `KVM ${id}`, stockcontrol: 1, qty: 5 })),
  tblorders: [1, 2].map((id) => ({ id, status: 'Active' })),
  tblhosting: [
    { id: 1, userid: 7, orderid: 1, packageid: 2, domainstatus: 'Active' },
    { id: 2, userid: 7, orderid: 2, packageid: 1, domainstatus: 'Active' },
    { id: 3, userid: 8, orderid: 2, packageid: 3, domainstatus: 'Active' },
  ],
  tblupgrades: [
    { id: 4, type: 'package', relid: 1, originalvalue: '3', newvalue: '2,monthly' },
    { id: 5, type: 'configoptions', relid: 2, originalvalue: '1=>11', newvalue: '12' },
  ],
};

let shop: WhmcsShop;
let exporter: Listener;
beforeAll(async () => {
  if (test !== plainTest) return;
  exporter = await listenForEvents();
  shop = await startWhmcsShop({ tables: TABLES });
});
afterAll(async () => {
  await shop?.close();
  exporter?.close();
});
beforeEach(async () => {
  if (test !== plainTest) return;
  exporter.answer(202);
  exporter.take();
  await shop.sendEvents({ url: exporter.url, secret: SECRET });
  await takeLog(shop);
});

const run = (hook: string, vars: object, session?: string) => shop.steps([{ hook, vars }], session);
const events = () =>
  exporter.take().map(({ body }) => {
    const { event, product_ids } = JSON.parse(body);
    return [event, product_ids];
  });
const move = (service: number, product: number): Step => ({
  sql: `UPDATE tblhosting SET packageid = ${product} WHERE id = ${service}`,
});

test('an event is signed for its site, contains only ids, and is one call per request', async () => {
  const earliest = Math.floor(Date.now() / 1_000);
  await shop.post('cart', { pid: 2 });
  const latest = Date.now() / 1_000;
  const [call, ...others] = exporter.take();
  if (!call) throw new Error('no call');
  expect(others).toEqual([]);
  const event = JSON.parse(call.body);
  expect(event).toEqual({
    event: 'AfterShoppingCartCheckout',
    product_ids: [2],
    time: expect.any(Number),
    nonce: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect(event.time).toBeGreaterThanOrEqual(earliest);
  expect(event.time).toBeLessThanOrEqual(latest);
  const timestamp = String(event.time);
  expect(call.headers['x-stock-timestamp']).toBe(timestamp);
  expect(call.headers['x-stock-signature']).toBe(
    signCall(SECRET, { timestamp, site: 'main', body: Buffer.from(call.body) }),
  );
});

test.each<[string, object, number[]]>([
  ['ProductEdit', { pid: 3, stockcontrol: 1, qty: 4, name: 'Secret plan' }, [3]],
  ['ProductEdit', { pid: '3' }, [3]],
  ['ProductDelete', { pid: 2 }, [2]],
  ['AdminProductConfigFieldsSave', { pid: 1 }, [1]],
  ['AfterShoppingCartCheckout', { OrderID: 9, ServiceIDs: [1, 3] }, [2, 3]],
  ['AfterShoppingCartCheckout', { OrderID: 1 }, [2]],
  ['OrderPaid', { orderId: 1, userId: 7 }, [2]],
  ['AcceptOrder', { orderid: 1 }, [2]],
  ['PendingOrder', { orderid: 1 }, [2]],
  ['CancelOrder', { orderid: 2 }, [1, 3]],
  ['FraudOrder', { orderid: 1 }, [2]],
  ['CancelAndRefundOrder', { orderid: 1 }, [2]],
  ['DeleteOrder', { orderid: 1 }, [2]],
  [
    'AfterModuleCreate',
    { params: { serviceid: 1, pid: 2, userid: 7, password: 'p4ss', domain: 'x.example' } },
    [2],
  ],
  ['AfterModuleTerminate', { params: { serviceid: 1, pid: 2 } }, [2]],
  ['AfterModuleSuspend', { params: { serviceid: 1, pid: 2 } }, [2]],
  ['AfterModuleUnsuspend', { params: { serviceid: 1, pid: 2 } }, [2]],
  ['AfterModuleChangePackage', { params: { serviceid: 1, pid: 3 } }, [3, 2]],
  ['ServiceEdit', { userid: 7, serviceid: 1 }, [2]],
  ['AdminServiceEdit', { userid: 7, serviceid: 1 }, [2]],
  ['ServiceDelete', { userid: 7, serviceid: 1 }, [2]],
  ['ServiceRecurringCompleted', { serviceid: 1, recurringinvoices: 3 }, [2]],
  ['AfterProductUpgrade', { upgradeid: 4 }, [3, 2]],
  ['AfterConfigOptionsUpgrade', { upgradeid: 5 }, [1]],
  ['PreDeleteClient', { userid: 7 }, [1, 2]],
  ['AfterClientMerge', { toUserID: 7, fromUserID: 9 }, [1, 2]],
  ['AfterProductUpgrade', { upgradeid: 99 }, []],
  ['ServiceDelete', { userid: 7, serviceid: 99 }, []],
  ['AfterModuleCreate', {}, []],
  ['ProductEdit', { pid: 'x' }, []],
  ['ProductEdit', { pid: [{}] }, []],
])('%s with %j names the products %j', async (name, vars, ids) => {
  await run(name, vars);
  const calls = exporter.take();
  expect(calls).toHaveLength(1);
  const { event, product_ids } = JSON.parse(calls[0]?.body ?? '');
  expect([event, product_ids.toSorted()]).toEqual([name, ids.toSorted()]);
  expect(calls[0]?.body).not.toMatch(/Secret|p4ss|example/);
});

test.each<[string, object]>([
  ['AfterShoppingCartCheckout', { OrderID: 5, ServiceIDs: [], DomainIDs: [1] }],
  ['OrderPaid', { orderId: 5 }],
  ...['AcceptOrder', 'PendingOrder', 'CancelOrder', 'FraudOrder', 'DeleteOrder'].map(
    (name): [string, object] => [name, { orderid: 5 }],
  ),
  ['PreDeleteClient', { userid: 55 }],
])('%s is no event for an order of domains alone', async (name, vars) => {
  await run(name, vars);
  expect(exporter.take()).toEqual([]);
});

describe('both products are named', () => {
  test.each([
    ['PreServiceEdit', 'ServiceEdit'],
    ['PreAdminServiceEdit', 'AdminServiceEdit'],
  ])('of a service that moves between %s and %s', async (before, after) => {
    const vars = { serviceid: 1 };
    await shop.steps([{ hook: before, vars }, move(1, 3), { hook: after, vars }]);
    expect(events()).toEqual([[after, [2, 3]]]);
    await shop.steps([move(1, 2)]);
  });

  test('of an order that is deleted after its hook', async () => {
    await shop.steps([
      { hook: 'DeleteOrder', vars: { orderid: 1 } },
      { sql: 'UPDATE tblhosting SET id = 100 WHERE id = 1' },
    ]);
    expect(events()).toEqual([['DeleteOrder', [2]]]);
    await shop.sql('UPDATE tblhosting SET id = 1 WHERE id = 100');
  });

  test.each([
    ['service', 'AdminClientServicesTabFields', { id: 1 }],
    ['client', 'AdminAreaClientSummaryPage', { userid: '7' }],
  ])('of a service whose %s an admin viewed before deleting it', async (_, hook, vars) => {
    await run(hook, vars, hook);
    expect(exporter.take()).toEqual([]);
    await shop.steps(
      [
        { sql: 'UPDATE tblhosting SET id = 100 WHERE id = 1' },
        { hook: 'ServiceDelete', vars: { userid: 7, serviceid: 1 } },
      ],
      hook,
    );
    expect(events()).toEqual([['ServiceDelete', [2]]]);
    await shop.sql('UPDATE tblhosting SET id = 1 WHERE id = 100');
  });
});

test('a checkout looks nothing up by order, although it is paid at once', async () => {
  await shop.sql('ALTER TABLE tblhosting RENAME COLUMN orderid TO hidden_orderid');
  await shop.steps([
    { hook: 'OrderPaid', vars: { orderId: 1 } },
    { hook: 'AfterShoppingCartCheckout', vars: { OrderID: 1, ServiceIDs: [1] } },
  ]);
  await shop.sql('ALTER TABLE tblhosting RENAME COLUMN hidden_orderid TO orderid');
  expect(events()).toEqual([['OrderPaid', [2]]]);
  expect(await takeLog(shop)).toEqual([]);
});

/** Ends the pause that a failure began. */
async function endPause(): Promise<void> {
  const files = (await readdir(shop.folder)).filter((name) => name.includes('-pause-'));
  for (const file of files) await rm(join(shop.folder, file));
}

for (const [injected, status, line, delayMs] of [
  [
    'takes 1.5 s to accept events',
    202,
    /^Stock exporter: the exporter .*: it answered after 1[5-9]\d\d ms/,
    1_500,
  ],
  ['hangs', 'none', /^Stock exporter: the exporter could not be called: .*timed out/i],
  ['refuses events', 401, /^Stock exporter: the exporter could not be called: HTTP 401; retrying after 60/],
  ['is overloaded', 503, /^Stock exporter: the exporter could not be called: HTTP 503; retrying after 60/],
] as const)
  fault(
    'network',
    `an exporter that ${injected} while ten orders are placed`,
    'the first order waits for 2 s at most, the others do not; one line in the activity log',
    async () => {
      await endPause();
      exporter.answer(status, delayMs);
      const start = performance.now();
      for (let order = 0; order < 10; order += 1) await shop.post('cart', { pid: 2 });
      expect(exporter.take()).toHaveLength(1);
      const log = await takeLog(shop);
      expect(log).toEqual([expect.stringMatching(line)]);
      expect(log.join()).not.toContain(SECRET);
      expect(performance.now() - start).toBeLessThan(60_000); // 20 s if each waited, far more on a busy machine
    },
    { tester: test },
  );

fault(
  'process',
  'garbage in the file by which requests share the pause',
  'events are sent',
  async () => {
    await endPause();
    exporter.answer(500);
    await shop.post('cart', { pid: 2 });
    exporter.answer(202);
    const [file = ''] = (await readdir(shop.folder)).filter((name) => name.includes('-pause-'));
    expect(file).not.toBe('');
    for (const garbage of ['', '{', '"x"', '[[]]', '{"failed":"x"}', '{"failed":99999999999}']) {
      await shop.write(file, garbage);
      exporter.take();
      await shop.post('cart', { pid: 2 });
      expect(exporter.take()).toHaveLength(1);
    }
  },
  { tester: test },
);

fault(
  'network',
  'an exporter that fails now and then',
  'one line in the activity log in 15 minutes, not one per failure',
  async () => {
    await endPause();
    for (const status of [500, 202, 500, 202, 500] as const) {
      exporter.answer(status);
      await shop.post('cart', { pid: 2 });
      await shop.post('age-pause', { seconds: 61 });
    }
    expect(exporter.take()).toHaveLength(5);
    expect(await takeLog(shop)).toHaveLength(1);
    await shop.post('age-pause', { seconds: 900 });
    await shop.post('cart', { pid: 2 });
    expect(await takeLog(shop)).toHaveLength(1);
    await endPause();
  },
  { tester: test },
);

fault(
  'stock',
  'a database in which each look-up of a hook fails',
  'events about any product, and one line in the activity log in 15 minutes',
  async () => {
    await endPause();
    await shop.sql('ALTER TABLE tblhosting RENAME TO away');
    for (let edit = 0; edit < 5; edit += 1) await run('PreServiceEdit', { serviceid: 1 });
    await run('OrderPaid', { orderId: 1 });
    await run('ServiceDelete', { serviceid: 1 });
    await shop.sql('ALTER TABLE away RENAME TO tblhosting');
    expect(events()).toEqual(Array.from({ length: 7 }, () => [expect.any(String), []]));
    expect(await takeLog(shop)).toEqual([
      expect.stringMatching(/^Stock exporter: products could not be looked up: SQLSTATE.{20,900}$/),
    ]);
    await shop.sql("UPDATE tblactivitylog SET date = '2020-01-01 00:00:00'");
  },
  { tester: test },
);

for (const [injected, pid, products] of [
  ['a negative number', -5, []],
  ['0', 0, []],
  ['true', true, []],
  ['null', null, []],
  ['a text', 'x', []],
  ['a list of lists', [[1]], []],
  ['SQL', '1 OR 1=1', []],
  ['a number as text', ' 3', [3]],
  ['a list', ['1', 2, 2], [1, 2]],
] as const)
  fault(
    'stock',
    `a hook about a product whose id is ${injected}`,
    products.length === 0 ? 'an event about any product' : 'an event about these products',
    async () => {
      await run('ProductEdit', { pid });
      expect(events()).toEqual([['ProductEdit', products]]);
      expect(await takeLog(shop)).toEqual([]);
    },
    { tester: test },
  );

fault(
  'network',
  'an exporter that answers again after a failure',
  'events are sent again after a minute, without a restart',
  async () => {
    await endPause();
    exporter.answer(500);
    await shop.post('cart', { pid: 2 });
    exporter.answer(202);
    await shop.post('cart', { pid: 2 });
    expect(exporter.take()).toHaveLength(1);
    await shop.post('age-pause', { seconds: 61 });
    await shop.post('cart', { pid: 2 });
    await shop.post('cart', { pid: 2 });
    expect(exporter.take()).toHaveLength(2);
    expect(await takeLog(shop)).toHaveLength(1);
  },
  { tester: test },
);

describe('the hook file', () => {
  test.each(['admin', 'admin/save-role'])('offers the action to API roles on %s', async (page) => {
    expect(await shop.post(page, {})).toMatchObject({
      getproductdetails: { group: 'stockexporter', name: 'GetProductDetails', default: 0 },
    });
  });

  fault(
    'configuration',
    'a settings file of the companion that PHP cannot parse',
    'orders pass, and the activity log has the error',
    async () => {
      await shop.sendEvents({ url: exporter.url, secret: "it's" });
      expect(await shop.post('cart', { pid: 2 })).toMatchObject({ order: expect.any(Number) });
      expect(await takeLog(shop)).toEqual([
        expect.stringMatching(/^Stock exporter: the settings could not be read: syntax error/),
      ]);
    },
    { tester: test },
  );

  test.each([
    { url: '', secret: SECRET },
    { url: 'http://127.0.0.1:1/', secret: '' },
  ])('sends nothing with %j', async (webhook) => {
    await shop.sendEvents(webhook);
    await shop.post('cart', { pid: 2 });
    expect(await takeLog(shop)).toEqual([]);
  });
});
