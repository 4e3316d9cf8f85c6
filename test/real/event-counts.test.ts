import { afterAll, beforeAll, expect, test as plainTest } from '@jest/globals';
import { askUntil } from '../support/daemon.js';
import { parseExposition } from '../support/exposition.js';
import { type CliRun, runCli, writeConfig } from '../support/run-cli.js';
import { testWith } from '../support/tool.js';
import { PHP, type Step, startWhmcsShop, type Tables, type WhmcsShop } from '../support/whmcs-shop.js';

const test = testWith(PHP);

const SECRET = 'shared-secret-of-the-test';
const [TOKYO, OSAKA] = [11, 12];

/** Two products with a choice of location each, and one service in Tokyo of each. */
const TABLES: Tables = {
  tblproductgroups: [{ id: 1, name: 'KVM' }],
  tblproducts: [1, 2].map((id) => ({ id, gid: 1, name: `KVM ${id}`, stockcontrol: 1, qty: 50 })),
  tblproductconfiglinks: [1, 2].map((pid) => ({ gid: 1, pid })),
  tblproductconfigoptions: [{ id: 1, gid: 1, optionname: 'Location', optiontype: '1' }],
  tblproductconfigoptionssub: [
    { id: TOKYO, configid: 1, optionname: 'Tokyo' },
    { id: OSAKA, configid: 1, optionname: 'Osaka' },
  ],
  tblorders: [1, 2].map((id) => ({ id, status: 'Active' })),
  tblhosting: [1, 2].map((id) => ({
    id,
    userid: id,
    orderid: id,
    packageid: id,
    domainstatus: 'Active',
    qty: 1,
  })),
  tblhostingconfigoptions: [1, 2].map((relid) => ({ relid, configid: 1, optionid: TOKYO, qty: 0 })),
};

let shop: WhmcsShop;
let cli: CliRun;
let metrics: URL;
beforeAll(async () => {
  if (test !== plainTest) return;
  shop = await startWhmcsShop({ tables: TABLES });
  const limits = 'options: { Location: { Tokyo: 10, Osaka: 10 } }';
  const file = await writeConfig(`
sites:
  - name: main
    url: ${shop.url}
    identifier: shop-identifier
    secret: shop-secret
    interval: 10m
    max_age: 60m
    usage: { interval: 30m }
    webhook: { secret: ${SECRET} }
    products: [{ id: 1, ${limits} }, { id: 2, ${limits} }]
`);
  cli = runCli(['--config.file', file, '--web.listen-address', '127.0.0.1:0']);
  const [, url] = await cli.until(/"url":"([^"]+)"/);
  metrics = new URL('metrics', url);
  await shop.sendEvents({ url: new URL('webhooks/whmcs/main', url).href, secret: SECRET });
  await shows({ 1: [9, 10], 2: [9, 10] });
});
afterAll(async () => {
  await cli?.stop();
  await shop?.close();
});

const series = async () => parseExposition(await (await fetch(metrics)).text());

/** Waits until the stock of Tokyo and Osaka is as given, by product. */
async function shows(left: Readonly<Record<number, readonly [tokyo: number, osaka: number]>>): Promise<void> {
  const read = async () => {
    const shown = await series();
    const stockOf = (id: string, choice: string) =>
      shown.get(
        `whmcs_product_option_stock{site="main",product_id="${id}",product="KVM ${id}",group="KVM",option_id="1",option="Location",choice="${choice}"}`,
      );
    return Object.fromEntries(
      Object.keys(left).map((id) => [id, [stockOf(id, 'Tokyo'), stockOf(id, 'Osaka')]]),
    );
  };
  const wanted = JSON.stringify(left);
  await askUntil(read, (found) => JSON.stringify(found) === wanted);
}

const sql = (statement: string): Step => ({ sql: statement });
const hook = (name: string, vars: object): Step => ({ hook: name, vars });
const setStatus = (service: number, status: string) =>
  sql(`UPDATE tblhosting SET domainstatus = '${status}' WHERE id = ${service}`);

/** What happens in one request of WHMCS, and what is left of each product then. They follow on each other. */
const HAPPENINGS: readonly (readonly [string, readonly Step[], Parameters<typeof shows>[0]])[] = [
  [
    'an order is placed',
    [
      sql("INSERT INTO tblorders (id, status) VALUES (3, 'Pending')"),
      sql(
        "INSERT INTO tblhosting (id, userid, orderid, packageid, domainstatus, qty) VALUES (3, 3, 3, 1, 'Pending', 2)",
      ),
      sql(`INSERT INTO tblhostingconfigoptions (relid, configid, optionid, qty) VALUES (3, 1, ${OSAKA}, 0)`),
      hook('AfterShoppingCartCheckout', { OrderID: 3, ServiceIDs: [3] }),
    ],
    { 1: [9, 8], 2: [9, 10] },
  ],
  [
    'a service is moved to another product',
    [
      hook('PreAdminServiceEdit', { serviceid: 3 }),
      sql('UPDATE tblhosting SET packageid = 2 WHERE id = 3'),
      hook('AdminServiceEdit', { serviceid: 3, userid: 3 }),
    ],
    { 1: [9, 10], 2: [9, 8] },
  ],
  [
    'options of a service are upgraded',
    [
      sql(
        "INSERT INTO tblupgrades (id, type, relid, originalvalue, newvalue) VALUES (4, 'configoptions', 3, '1=>12', '11')",
      ),
      sql(`UPDATE tblhostingconfigoptions SET optionid = ${TOKYO} WHERE relid = 3`),
      hook('AfterConfigOptionsUpgrade', { upgradeid: 4 }),
    ],
    { 1: [9, 10], 2: [7, 10] },
  ],
  [
    'an order is cancelled, which its hook announces',
    [hook('CancelOrder', { orderid: 3 }), setStatus(3, 'Cancelled')],
    { 1: [9, 10], 2: [9, 10] },
  ],
  [
    'a service is terminated',
    [setStatus(1, 'Terminated'), hook('AfterModuleTerminate', { params: { serviceid: 1, pid: 1 } })],
    { 1: [10, 10], 2: [9, 10] },
  ],
  [
    'an order is deleted',
    [hook('DeleteOrder', { orderid: 1 }), sql('DELETE FROM tblhosting WHERE id = 1')],
    { 1: [10, 10], 2: [9, 10] },
  ],
  [
    'a client is deleted with all services',
    [hook('PreDeleteClient', { userid: 2 }), sql('DELETE FROM tblhosting WHERE id = 2')],
    { 1: [10, 10], 2: [10, 10] },
  ],
];

test('each kind of change shows in the stock of choices, without a reading of all products', async () => {
  for (const [, steps, left] of HAPPENINGS) {
    await shop.steps(steps);
    await shows(left);
  }
  expect((await series()).get('whmcs_collections_total{site="main"}')).toBe(1);
  expect(await shop.read('activity.log')).toBe('');
});
