import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { Secret } from '../../src/config/secrets/secret.js';
import type { ProductOption } from '../../src/simulator/product-option.js';
import { Shop } from '../../src/simulator/shop.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { SERVICE_STATUSES } from '../../src/simulator/sold-service.js';
import { createClient } from '../../src/whmcs/client.js';
import { createSources } from '../../src/whmcs/sources/sources.js';
import { createTransport } from '../../src/whmcs/transport.js';
import { callApi } from '../support/call-api.js';
import { judged } from '../support/judged.js';
import { MARIADB, type Mariadb, startMariadb } from '../support/mariadb.js';
import { resolverHere } from '../support/resolver.js';
import { siteConfig } from '../support/site.js';
import { testWith } from '../support/tool.js';
import { PHP, type Row, startWhmcsShop, type Tables, type WhmcsShop } from '../support/whmcs-shop.js';

const test = testWith(PHP);

const STATUSES = ['Pending', 'Active', 'Completed', 'Suspended', 'Terminated', 'Cancelled', 'Fraud'];
const HOLDING = ['Pending', 'Active', 'Suspended'];

/** Options by id: what kind they are of, whom they belong to, and their choices. */
const OPTIONS = [
  { id: 1, group: 1, name: 'location|Location', type: 1, choices: [11, 12, 13] },
  { id: 2, group: 1, name: 'RAM', type: 2, choices: [21, 22] },
  { id: 3, group: 1, name: 'Backups', type: 3, choices: [31] },
  { id: 4, group: 1, name: 'Additional IPs', type: 4, choices: [41] },
  { id: 5, group: 2, name: 'Colour', type: 1, choices: [51, 52] },
];

/** Numbers that look random and are the same each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

type Service = {
  id: number;
  pid: number;
  status: string;
  qty: number;
  chosen: Map<number, [number, number]>;
};

function makeServices(count: number): readonly Service[] {
  const below = numbers(7);
  return Array.from({ length: count }, (_, index) => {
    const pid = 1 + below(3);
    const chosen = new Map<number, [number, number]>();
    for (const { id, group, type, choices } of OPTIONS) {
      if (group === 1 && pid === 3) continue;
      if (group === 2 && pid === 1) continue;
      if (below(10) === 0) continue;
      const choice = below(40) === 0 ? 999 : (choices[below(choices.length)] ?? 0);
      chosen.set(id, [choice, type === 4 ? below(5) : type === 3 ? below(2) : 0]);
    }
    return {
      id: index + 1,
      pid,
      status: STATUSES[below(STATUSES.length)] ?? '',
      qty: 1 + (below(4) === 0 ? below(3) : 0),
      chosen,
    };
  });
}

const SERVICES = makeServices(400);

const TABLES: Tables = {
  tblproductgroups: [
    { id: 1, name: 'Servers &amp; more' },
    { id: 2, name: 'Storage' },
  ],
  tblproducts: [
    [1, 'KVM', 1, 1, 7, 0, 0],
    [2, 'Box', 2, 1, 0, 0, 0],
    [3, 'Disk', 2, 0, 0, 1, 0],
    [4, 'Old', 9, 1, -3, 0, 1],
  ].map(([id, name, gid, stockcontrol, qty, hidden, retired]) => ({
    ...{ id: id ?? 0, name: name ?? '', gid: gid ?? 0, stockcontrol: stockcontrol ?? 0, qty: qty ?? 0 },
    ...{ hidden: hidden ?? 0, retired: retired ?? 0 },
    ...{ type: 'server', servertype: 'kvm', paytype: 'recurring' },
  })),
  tblcurrencies: [
    { id: 1, code: 'USD' },
    { id: 2, code: 'EUR' },
  ],
  tblpricing: [
    { type: 'product', currency: 1, relid: 1, monthly: '9.95', annually: '99.50' },
    { type: 'product', currency: 2, relid: 1, monthly: '9.00', annually: '-1.00' },
    { type: 'addon', currency: 1, relid: 1, monthly: '3.00', annually: '-1.00' },
    { type: 'product', currency: 1, relid: 2, monthly: '0.00', annually: '-1.00' },
    { type: 'product', currency: 3, relid: 3, monthly: '4.00', annually: '-1.00' },
  ],
  tblproductconfiglinks: [
    { gid: 1, pid: 1 },
    { gid: 1, pid: 2 },
    { gid: 2, pid: 2 },
    { gid: 2, pid: 3 },
  ],
  tblproductconfigoptions: OPTIONS.map(({ id, group, name, type }) => ({
    ...{ id, gid: group, optionname: name, optiontype: String(type), order: 10 - id },
    ...{ qtyminimum: 0, qtymaximum: type === 4 ? 8 : 0, hidden: id === 5 ? 1 : 0 },
  })),
  tblproductconfigoptionssub: OPTIONS.flatMap(({ choices }, index) =>
    choices.map((id) => ({
      ...{ id, configid: index + 1, optionname: `Choice ${id}`, sortorder: -id, hidden: id === 13 ? 1 : 0 },
    })),
  ),
  tblhosting: SERVICES.map(({ id, pid, status, qty }) => ({
    ...{ id, orderid: id, packageid: pid, domainstatus: status, qty },
    ...{ domain: `client${id}.example`, username: `user${id}`, password: 'service-password-in-clear' },
  })),
  tblhostingconfigoptions: SERVICES.flatMap(({ id, chosen }) =>
    [...chosen].map(([configid, [optionid, qty]]) => ({ relid: id, configid, optionid, qty })),
  ),
};

type Told = {
  pid: number;
  inuse: number;
  unmatched: number;
  configoptions: { configoption: { id: number; options: { option: { id: number; inuse: number }[] } }[] };
  combinations: { combination: { choices: string; inuse: number }[] | null };
};

/** The units of a product that the action must return, counted by hand. */
function recount(pid: number, statuses: readonly string[], services = SERVICES) {
  const groups = (TABLES.tblproductconfiglinks ?? [])
    .filter((link) => link.pid === pid)
    .map(({ gid }) => gid);
  const own = OPTIONS.filter(({ group }) => groups.includes(group));
  const choices = new Map(own.flatMap((option) => option.choices.map((id) => [id, 0])));
  const combinations = new Map<string, number>();
  let [inuse, unmatched] = [0, 0];
  for (const service of services) {
    if (service.pid !== pid || !statuses.includes(service.status)) continue;
    inuse += service.qty;
    const set: number[] = [];
    for (const [optionId, [choice, number]] of service.chosen) {
      const option = own.find(({ id }) => id === optionId);
      const type = OPTIONS.find(({ id }) => id === optionId)?.type ?? 0;
      const units = type === 4 ? number * service.qty : type === 3 && number === 0 ? 0 : service.qty;
      const counted = option && type >= 3 ? (option.choices[0] ?? 0) : choice;
      if (option?.choices.includes(counted)) choices.set(counted, (choices.get(counted) ?? 0) + units);
      else unmatched += units;
      if ((type < 3 || (type === 3 && number > 0)) && choices.has(counted)) set.push(counted);
    }
    if (set.length > 0) {
      const key = set.toSorted((a, b) => a - b).join(',');
      combinations.set(key, (combinations.get(key) ?? 0) + service.qty);
    }
  }
  return { inuse, unmatched, choices, combinations };
}

/** The same shape, from an answer. */
const summarize = ({ inuse, unmatched, configoptions, combinations }: Told) => ({
  inuse,
  unmatched,
  choices: new Map(
    configoptions.configoption.flatMap(({ options }) =>
      options.option.map(({ id, inuse: units }) => [id, units]),
    ),
  ),
  combinations: new Map(
    (combinations.combination ?? []).map(({ choices, inuse: units }) => [choices, units]),
  ),
});

const productsOf = (answer: unknown) => (answer as { products: { product: Told[] } }).products.product; // as its README says

describe.each(['SQLite', 'MariaDB'])('GetProductDetails on %s', (database) => {
  const test = testWith(...(database === 'MariaDB' ? [PHP, MARIADB] : [PHP]));
  let mariadb: Mariadb | undefined;
  let shop: WhmcsShop;

  beforeAll(async () => {
    if (database === 'MariaDB') mariadb = await startMariadb();
    shop = await startWhmcsShop({
      tables: TABLES,
      ...(mariadb ? { database: mariadb.connection } : {}),
    });
  });
  afterAll(async () => {
    await shop?.close();
    await mariadb?.close();
  });

  test.each([
    ['those that hold stock by themselves', undefined, HOLDING],
    ['one', 'Active', ['Active']],
    ['others, in any case and with blanks', 'completed, FRAUD', ['Completed', 'Fraud']],
    ['all', STATUSES.join(','), STATUSES],
  ])('counts units of services by status: %s', async (_, statuses, counted) => {
    const told = productsOf(await shop.call('GetProductDetails', statuses === undefined ? {} : { statuses }));
    expect(told.map(({ pid }) => pid)).toEqual([1, 2, 3, 4]);
    for (const product of told) expect(summarize(product)).toEqual(recount(product.pid, counted));
  });

  test('returns all fields of a product that GetProducts leaves out', async () => {
    const [first] = productsOf(await shop.call('GetProductDetails', { productid: 1, usage: 0 }));
    expect(first).toEqual({
      pid: 1,
      gid: 1,
      groupname: 'Servers &amp; more',
      name: 'KVM',
      type: 'server',
      module: 'kvm',
      paytype: 'recurring',
      stockcontrol: 1,
      qty: 7,
      hidden: 0,
      retired: 0,
    });
  });

  test('returns prices if they are requested, without the cycles and currencies that are not sold', async () => {
    const fields = { usage: 0, prices: 1, productids: '1,2,3' };
    const [first, second, third] = productsOf(await shop.call('GetProductDetails', fields));
    const amount = (text: string) => expect.stringMatching(new RegExp(`^${text}0?$`));
    expect(first).toMatchObject({ pid: 1 });
    expect([first, second, third].map((product) => Object(product).pricing)).toEqual([
      {
        USD: { monthly: amount('9.95'), annually: amount('99.5') },
        EUR: { monthly: amount('9(.0)?') },
      },
      { USD: { monthly: amount('0(.0)?') } },
      [],
    ]);
  });

  test('describes its options and their choices, in the order of the shop', async () => {
    const [first] = productsOf(await shop.call('GetProductDetails', { productid: 1 }));
    expect(first).toMatchObject({
      configoptions: {
        configoption: [4, 3, 2, 1].map((id) => ({
          id,
          name: OPTIONS[id - 1]?.name,
          type: id,
          minqty: 0,
          maxqty: id === 4 ? 8 : 0,
          hidden: 0,
          options: {
            option: (OPTIONS[id - 1]?.choices ?? []).toReversed().map((choice) => ({
              id: choice,
              name: `Choice ${choice}`,
              hidden: choice === 13 ? 1 : 0,
              inuse: expect.any(Number),
            })),
          },
        })),
      },
    });
  });

  test('answers for one, for a list, and for none that is there', async () => {
    const ids = async (fields: object) =>
      productsOf(await shop.call('GetProductDetails', { ...fields })).map(({ pid }) => pid);
    expect(await ids({ productid: 3 })).toEqual([3]);
    expect(await ids({ productids: '4, 2,77' })).toEqual([2, 4]);
    expect(await ids({ productid: 77 })).toEqual([]);
    const [box] = productsOf(await shop.call('GetProductDetails', { productids: '2' }));
    expect(box && summarize(box)).toEqual(recount(2, HOLDING));
  });

  test.each([
    [{ productid: '1 OR 1=1' }, 'productid, productids: expected product ids, separated by commas'],
    [{ productids: '1,,2' }, 'productid, productids: expected product ids, separated by commas'],
    [{ productids: '0' }, 'productid, productids: expected product ids, separated by commas'],
    [{ statuses: "Active') OR ('1'='1" }, 'statuses: expected one or more of Pending, Active'],
    [{ statuses: 'Aktive' }, 'statuses: expected one or more of Pending, Active'],
    [
      { productids: Array.from({ length: 1_001 }, (_, index) => index + 1).join(',') },
      'productids: expected at most 1000 ids',
    ],
  ])('refuses what it cannot take: %j', async (fields, message) => {
    expect(await shop.call('GetProductDetails', fields)).toMatchObject({
      result: 'error',
      message: expect.stringContaining(message),
    });
  });

  test('reads only, and lets nothing of a client out', async () => {
    const before = database === 'SQLite' ? await checksum(shop) : '';
    const text = JSON.stringify(await shop.call('GetProductDetails'));
    expect(text).not.toMatch(/password|user\d|client\d/);
    const queries = (await shop.read('queries.log')).split('\n').filter((line) => line !== '');
    expect(queries.length).toBeGreaterThan(4);
    expect(queries.filter((query) => !/^(select|pragma table_info) ?/.test(query))).toEqual([]);
    if (before !== '') expect(await checksum(shop)).toBe(before);
  });

  test('is what the source companion reads', async () => {
    const site = siteConfig({
      source: 'companion',
      apiUrl: new URL('includes/api.php', shop.url),
      identifier: new Secret('shop-identifier'),
      secret: new Secret('shop-secret'),
      accessKey: undefined,
    });
    const transport = createTransport(site, resolverHere());
    const observer = { requestStarted() {}, requestEnded() {}, retried() {} };
    const client = createClient({ site, transport, observer, log: { warn() {} }, random: Math.random });
    const { companion } = createSources({ site, client, log: { warn() {} } });
    const source = judged(companion, site);
    const { products } = await source.read();
    expect(
      products.map(({ id, name, group, visibility, stock }) => [id, name, group.name, visibility, stock]),
    ).toEqual([
      [1, 'KVM', 'Servers & more', 'public', { kind: 'limited', quantity: 7 }],
      [2, 'Box', 'Storage', 'public', { kind: 'limited', quantity: 0 }],
      [3, 'Disk', 'Storage', 'hidden', { kind: 'unlimited' }],
      [4, 'Old', '9', 'retired', { kind: 'limited', quantity: -3 }],
    ]);
    expect((await source.readProducts([2, 4])).map((product) => ({ ...product, stockAt: 0 }))).toEqual(
      products.filter(({ id }) => id === 2 || id === 4),
    );
    await transport.close();
  });
});

test('the simulated companion answers as the real one does', async () => {
  const shop = new Shop();
  shop.addGroup(1, 'Servers');
  const kinds = ['dropdown', 'radio', 'yesno', 'quantity'] as const;
  const options: ProductOption[] = OPTIONS.slice(0, 4).map(({ id, name, choices }, index) => ({
    ...{ id, name, kind: kinds[index] ?? 'radio', ...(id === 4 ? { minQuantity: 0, maxQuantity: 8 } : {}) },
    values: choices.map((choice) => ({ id: choice, name: `Choice ${choice}`, monthly: '1.00' })),
  }));
  const added = ['A', 'B'].map((name) =>
    shop.addProduct({ groupId: 1, name, monthly: '1.25', quantity: 3, options }),
  );
  const below = numbers(11);
  const rows: Row[] = [];
  for (let id = 1; id <= 60; id += 1) {
    const status = SERVICE_STATUSES[below(7)] ?? 'Active';
    const quantity = 1 + below(3);
    const chosen = options.flatMap((option) => {
      const value = option.values[below(option.values.length)];
      const number = below(4);
      if (!value || below(5) === 0) return [];
      rows.push({
        ...{ relid: id, configid: option.id, optionid: value.id },
        qty: option.kind === 'quantity' ? number : option.kind === 'yesno' ? number % 2 : 0,
      });
      const label = { quantity: String(number), yesno: number % 2 === 0 ? 'No' : 'Yes' };
      return [
        { optionId: option.id, value: { ...label, dropdown: value.name, radio: value.name }[option.kind] },
      ];
    });
    shop.addService({ productId: 1 + (id % 2), quantity, status, choices: chosen });
  }
  const real = await startWhmcsShop({
    tables: {
      tblproductgroups: [{ id: 1, name: 'Servers' }],
      tblproducts: added.map(({ id, name, type, module, payType }) => ({
        ...{ id, gid: 1, name, type, servertype: module, paytype: payType, stockcontrol: 1, qty: 3 },
      })),
      tblcurrencies: [{ id: 1, code: 'USD' }],
      tblpricing: [
        ...added.map(({ id, monthly }) => ({ type: 'product', currency: 1, relid: id, monthly })),
        { type: 'configoptions', currency: 1, relid: 1, monthly: '77.00' },
      ],
      tblproductconfiglinks: added.map(({ id }) => ({ gid: 1, pid: id })),
      tblproductconfigoptions: OPTIONS.slice(0, 4).map(({ id, name, type }) => ({
        ...{
          id,
          gid: 1,
          optionname: name,
          optiontype: String(type),
          order: id,
          qtymaximum: id === 4 ? 8 : 0,
        },
      })),
      tblproductconfigoptionssub: OPTIONS.slice(0, 4).flatMap(({ id: configid, choices }) =>
        choices.map((id) => ({ id, configid, optionname: `Choice ${id}` })),
      ),
      tblhosting: shop.services.map(({ id, productId, status, quantity }) => ({
        ...{ id, packageid: productId, domainstatus: status, qty: quantity },
      })),
      tblhostingconfigoptions: rows,
    },
  });
  const simulator = await startSimulator({ shop, companion: true });
  const asked: Record<string, string>[] = [
    ...[{}, { statuses: 'Active' }, { productid: '2' }, { usage: '0' }, { usage: '0', prices: '1' }],
    { prices: '1', productids: '2' },
  ];
  for (const fields of asked) {
    const { json } = await callApi(simulator, { action: 'GetProductDetails', ...fields });
    expect(withoutOwn(json)).toEqual(withoutOwn(await real.call('GetProductDetails', fields)));
  }
  await simulator.close();
  await real.close();
});

/** An answer without what the companion says of itself. */
const withoutOwn = (answer: unknown): unknown =>
  Object.fromEntries(
    Object.entries(Object(answer)).filter(([key]) => !['companion', 'usagemillis'].includes(key)),
  );

const checksum = async ({ folder }: WhmcsShop) =>
  createHash('sha256')
    .update(readFileSync(`${folder}/shop.sqlite`))
    .digest('hex');

test('a WHMCS whose services have no quantity yet counts each as one', async () => {
  const services = SERVICES.map((service) => ({ ...service, qty: 1 }));
  const tables = {
    ...TABLES,
    tblhosting: (TABLES.tblhosting ?? []).map(({ qty, ...row }) => row),
  };
  const shop = await startWhmcsShop({ tables, without: ['tblhosting.qty'] });
  for (const product of productsOf(await shop.call('GetProductDetails')))
    expect(summarize(product)).toEqual(recount(product.pid, HOLDING, services));
  await shop.close();
});

test('a database failure is logged in the activity log; the answer only says that there was one', async () => {
  const shop = await startWhmcsShop({ tables: {}, without: ['tblproducts'] });
  expect(await shop.call('GetProductDetails')).toEqual({
    result: 'error',
    message: 'GetProductDetails failed; see the activity log',
  });
  expect(await shop.read('activity.log')).toContain('tblproducts');
  await shop.close();
});
