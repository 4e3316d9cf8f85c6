import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test as plainTest } from '@jest/globals';
import { signAnswer } from '../../src/web/signature.js';
import { askUntil } from '../support/daemon.js';
import { fault } from '../support/fault.js';
import { runCli, writeConfig } from '../support/run-cli.js';
import { testWith } from '../support/tool.js';
import { takeLog } from '../support/whmcs-events.js';
import { PHP, startWhmcsShop, type Tables, type WhmcsShop } from '../support/whmcs-shop.js';

const test = testWith(PHP);

const SECRET = 'shared-secret-of-the-test';
const REFUSAL = 'Sold out in Tokyo';
const TABLES: Tables = {
  tblproductgroups: [{ id: 1, name: 'KVM' }],
  tblproducts: [1, 2].map((id) => ({ id, gid: 1, name: `KVM ${id}`, stockcontrol: 1, qty: 50 })),
  tblproductconfiglinks: [1, 2].map((pid) => ({ gid: 1, pid })),
  tblproductconfigoptions: [
    { id: 1, gid: 1, optionname: 'Location', optiontype: '1' },
    { id: 2, gid: 1, optionname: 'Backup', optiontype: '3' },
    { id: 3, gid: 1, optionname: 'Addresses', optiontype: '4' },
  ],
  tblproductconfigoptionssub: [
    { id: 11, configid: 1, optionname: 'Tokyo' },
    { id: 12, configid: 1, optionname: 'Osaka' },
    { id: 21, configid: 2, optionname: 'Daily' },
    { id: 31, configid: 3, optionname: 'Address' },
  ],
  tblhosting: [1, 2].map((id) => ({ id, orderid: id, packageid: 1, domainstatus: 'Active' })),
  tblhostingconfigoptions: [1, 2].map((relid) => ({ relid, configid: 1, optionid: 11 })),
};

type Item = { readonly pid: number; readonly configoptions?: Readonly<Record<number, number | string>> };

/** Checks out with items in the cart. Gives what the customer reads. */
const checkOut = async (shop: WhmcsShop, items: readonly Item[]) => {
  const answer = await shop.post('validate-cart', {
    hook: 'ShoppingCartValidateCheckout',
    cart: JSON.stringify(items),
    vars: JSON.stringify({ a: 'checkout', submit: true }),
  });
  return (answer as string[][]).flat();
};

/** Configures the second item of a cart. */
const configure = async (shop: WhmcsShop, item: Item) => {
  const answer = await shop.post('validate-cart', {
    hook: 'ShoppingCartValidateProductUpdate',
    cart: JSON.stringify([{ pid: 9 }, { pid: item.pid }]),
    vars: JSON.stringify({ a: 'confproduct', i: '1', configoption: item.configoptions }),
  });
  return (answer as string[][]).flat();
};

describe('a cart, where sold-out choices are refused,', () => {
  /** How the exporter answers: what is sold out, and how the answer deviates from a good one. */
  type Behaviour = {
    readonly soldOut?: readonly object[];
    readonly status?: number | 'none';
    readonly age?: number;
    readonly secret?: string;
    readonly site?: string;
    readonly nonce?: string;
    readonly isUnsigned?: boolean;
    readonly body?: string;
  };
  let behaviour: Behaviour = {};
  let questions: { readonly path: string; readonly body: string }[] = [];
  let shop: WhmcsShop;
  let url = '';
  const server = createServer(async (request, response) => {
    const question = Buffer.concat(await request.toArray()).toString();
    questions.push({ path: request.url ?? '', body: question });
    const { soldOut = [], status = 200, age = 0 } = behaviour;
    if (status === 'none') return;
    const at = Math.floor(Date.now() / 1000) - age;
    const timestamp = String(at);
    const body = Buffer.from(behaviour.body ?? JSON.stringify({ site: 'main', at, soldOut }));
    const nonce = behaviour.nonce ?? String(JSON.parse(question).nonce);
    const signed = { timestamp, site: behaviour.site ?? 'main', nonce, body };
    const signature = signAnswer(behaviour.secret ?? SECRET, signed);
    const headers = { 'X-Stock-Timestamp': timestamp, 'X-Stock-Signature': signature };
    response.writeHead(status, behaviour.isUnsigned ? {} : headers).end(body);
  });

  let round = 0;
  beforeAll(async () => {
    if (test !== plainTest) return;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a listening TCP server has one
    shop = await startWhmcsShop({ tables: TABLES });
    await shop.addon('activate');
  });
  afterAll(async () => {
    await shop?.close();
    server.closeAllConnections();
    server.close();
  });
  beforeEach(async () => {
    if (test !== plainTest) return;
    behaviour = {};
    questions = [];
    round += 1; // another address, so that no pause of another test is on
    const webhook = { url: `${url}/${round}/webhooks/whmcs/main`, secret: SECRET };
    await shop.addon('save', { ...webhook, refuse: 'on', refusal: REFUSAL });
    await takeLog(shop);
  });

  const tokyo = { pid: 1, option: 1, choice: 11 };
  test.each<[string, object, Item[], boolean]>([
    ['a choice', tokyo, [{ pid: 1, configoptions: { 1: 11 } }], true],
    ['a choice, as text', tokyo, [{ pid: 1, configoptions: { 1: '11' } }], true],
    ['another choice', tokyo, [{ pid: 1, configoptions: { 1: 12 } }], false],
    ['the choice of another product', tokyo, [{ pid: 2, configoptions: { 1: 11 } }], false],
    ['the second product', tokyo, [{ pid: 2 }, { pid: 1, configoptions: { 1: 11 } }], true],
    ['no options', tokyo, [{ pid: 1 }], false],
    ['a yes', { pid: 1, option: 2, choice: 21 }, [{ pid: 1, configoptions: { 2: 1 } }], true],
    ['a yes by its choice', { pid: 1, option: 2, choice: 21 }, [{ pid: 1, configoptions: { 2: 21 } }], true],
    ['a no', { pid: 1, option: 2, choice: 21 }, [{ pid: 1, configoptions: { 2: 0 } }], false],
    ['a number', { pid: 1, option: 3, choice: 31 }, [{ pid: 1, configoptions: { 3: 4 } }], true],
    ['a number of none', { pid: 1, option: 3, choice: 31 }, [{ pid: 1, configoptions: { 3: 0 } }], false],
    ['the product', { pid: 1 }, [{ pid: 1 }], true],
    [
      'a combination',
      {
        pid: 1,
        combination: [
          [1, 11],
          [2, 21],
        ],
      },
      [{ pid: 1, configoptions: { 1: 11, 2: 1 } }],
      true,
    ],
    [
      'half of a combination',
      {
        pid: 1,
        combination: [
          [1, 11],
          [2, 21],
        ],
      },
      [{ pid: 1, configoptions: { 1: 11, 2: 0 } }],
      false,
    ],
    ['an empty combination', { pid: 1, combination: [] }, [{ pid: 1, configoptions: { 1: 11 } }], false],
  ])('with %s', async (_, soldOut, items, isRefused) => {
    behaviour = { soldOut: [soldOut] };
    expect(await checkOut(shop, items)).toEqual(isRefused ? [REFUSAL] : []);
    expect(questions).toHaveLength(1);
    expect(questions[0]?.path).toMatch(/\/webhooks\/whmcs\/main\/sold-out$/);
    expect(JSON.parse(questions[0]?.body ?? '')).toEqual({
      site: 'main',
      time: expect.any(Number),
      nonce: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  test('is told so when a product is configured', async () => {
    behaviour = { soldOut: [tokyo] };
    expect(await configure(shop, { pid: 1, configoptions: { 1: 11 } })).toEqual([REFUSAL]);
    expect(await configure(shop, { pid: 1, configoptions: { 1: 12 } })).toEqual([]);
    expect(await configure(shop, { pid: 2, configoptions: { 1: 11 } })).toEqual([]);
  });

  for (const [injected, deviation, log] of [
    ['whose stock is too old', { status: 503 }, []],
    ['that answers without a signature', { isUnsigned: true }, [/signature of an answer is wrong/]],
    [
      'that signs with another secret',
      { secret: 'forged-forged-forged' },
      [/signature of an answer is wrong/],
    ],
    ['whose answer is of another site', { site: 'other' }, [/signature of an answer is wrong/]],
    [
      'whose answer belongs to another question',
      { nonce: '0123456789abcdef' },
      [/signature of an answer is/],
    ],
    ['whose answer is two minutes old', { age: 120 }, [/an answer has the wrong time; compare the clocks/]],
    ['whose clock is two minutes ahead', { age: -120 }, [/an answer has the wrong time; compare the clocks/]],
    ['that answers no JSON', { body: '<html>' }, []],
    [
      'that answers nonsense',
      { body: '{"soldOut":[1,{"pid":1,"combination":"x"},{"pid":1,"combination":[[1]]}]}' },
      [],
    ],
    ['whose answer has 40 MB', { body: 'x'.repeat(40_000_000) }, [/an answer is over 1 MiB/]],
    ['whose answer is nested deeply', { body: '['.repeat(100_000) }, []],
    ['that does not answer', { status: 'none' }, [/timed out/i]],
    ['that is overloaded', { status: 500 }, [/HTTP 500/]],
  ] as const)
    fault(
      'stock',
      `an exporter ${injected} when a cart asks what is sold out`,
      'the order passes',
      async () => {
        behaviour = { soldOut: [tokyo], ...deviation };
        expect(await checkOut(shop, [{ pid: 1, configoptions: { 1: 11 } }])).toEqual([]);
        expect(await takeLog(shop)).toEqual(log.map((line) => expect.stringMatching(line)));
        expect(questions).toHaveLength(1);
      },
      { tester: test },
    );

  test('is not checked unless the admin wants that', async () => {
    behaviour = { soldOut: [tokyo] };
    await shop.addon('save', { url: `${url}/off/webhooks/whmcs/main`, secret: SECRET });
    expect(await checkOut(shop, [{ pid: 1, configoptions: { 1: 11 } }])).toEqual([]);
    expect(questions).toEqual([]);
  });

  test('of domains alone asks nothing', async () => {
    expect(await checkOut(shop, [])).toEqual([]);
    expect(questions).toEqual([]);
  });
});

test('the exporter and the cart agree on what is sold out, until a unit is free again', async () => {
  const shop = await startWhmcsShop({ tables: TABLES });
  const file = await writeConfig(`
sites:
  - name: main
    url: ${shop.url}
    identifier: shop-identifier
    secret: shop-secret
    interval: 1s
    webhook: { secret: ${SECRET} }
    products: [{ id: 1, options: { Location: { Tokyo: 2, Osaka: 2 } } }]
`);
  const cli = runCli(['--config.file', file, '--web.listen-address', '127.0.0.1:0']);
  const [, url] = await cli.until(/"url":"([^"]+)"/);
  await shop.addon('activate');
  const target = new URL('webhooks/whmcs/main', url).href;
  await shop.addon('save', { url: target, secret: SECRET, refuse: 'on', refusal: REFUSAL });
  const order = (choice: number) => checkOut(shop, [{ pid: 1, configoptions: { 1: choice } }]);
  const refused = (isRefused: boolean) =>
    askUntil(
      () => order(11),
      (texts) => texts.includes(REFUSAL) === isRefused,
    );
  await refused(true);
  expect(await order(12)).toEqual([]);
  await shop.sql("UPDATE tblhosting SET domainstatus = 'Terminated' WHERE id = 1");
  await shop.steps([{ hook: 'AfterModuleTerminate', vars: { params: { serviceid: 1, pid: 1 } } }]);
  await refused(false);
  await cli.stop();
  await shop.close();
});
