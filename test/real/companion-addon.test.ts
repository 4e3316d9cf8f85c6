import { readFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test as plainTest } from '@jest/globals';
import { fault } from '../support/fault.js';
import { MARIADB, type Mariadb, startMariadb } from '../support/mariadb.js';
import { testWith } from '../support/tool.js';
import { type Listener, listenForEvents, takeLog } from '../support/whmcs-events.js';
import { PHP, startWhmcsShop, type Tables, type WhmcsShop } from '../support/whmcs-shop.js';

const SECRET = 'shared-secret-of-the-test';
const TABLES: Tables = {
  tblproductgroups: [{ id: 1, name: 'KVM' }],
  tblproducts: [1, 2].map((id) => ({ id, gid: 1, name: `Secret plan ${id}`, stockcontrol: 1, qty: 5 })),
  tblproductconfiglinks: [{ gid: 1, pid: 1 }],
  tblproductconfigoptions: [{ id: 1, gid: 1, optionname: 'Location', optiontype: '1' }],
  tblproductconfigoptionssub: [{ id: 11, configid: 1, optionname: 'Tokyo' }],
  tblhosting: [{ id: 1, packageid: 1, domainstatus: 'Active', username: 'jane', password: 'p4ss' }],
  tblhostingconfigoptions: [{ relid: 1, configid: 1, optionid: 11 }],
  tblconfiguration: [{ setting: 'Version', value: '8.13.1-release.1' }],
  tblapi_roles: [{ id: 1, role: 'Sales <b>', permissions: '{"getclients":1}' }],
};

describe.each(['SQLite', 'MariaDB'])('the addon on %s', (database) => {
  const test = testWith(...(database === 'MariaDB' ? [PHP, MARIADB] : [PHP]));
  let mariadb: Mariadb | undefined;
  let shop: WhmcsShop;
  let exporter: Listener;

  beforeAll(async () => {
    if (test !== plainTest) return;
    if (database === 'MariaDB') mariadb = await startMariadb();
    exporter = await listenForEvents();
    shop = await startWhmcsShop({ tables: TABLES, ...(mariadb && { database: mariadb.connection }) });
  });
  afterAll(async () => {
    await shop?.close();
    exporter?.close();
    await mariadb?.close();
  });

  const token = (html: string) => /name="token" value="([^"]+)"/.exec(html)?.[1] ?? '';
  async function send(form: 'run' | 'test'): Promise<string> {
    const { html } = await shop.addonPage();
    return (await shop.addonPage({ stock_exporter: form, token: token(html) })).html;
  }

  test('answers the API before it is activated, and tells the admin what to do when it is', async () => {
    expect(await shop.call('GetProductDetails')).toMatchObject({ result: 'success', totalresults: 2 });
    expect(await shop.addon('activate')).toMatchObject({ status: 'success' });
    const { html } = await shop.addonPage();
    expect(html).toContain('No events are sent');
    expect(html).toContain('No API role grants GetProductDetails');
    expect(html).toContain('UPDATE tblapi_roles SET');
    expect(html).not.toMatch(/Warning|Notice|Deprecated/);
  });

  test('shows the rest of its page where a table is missing', async () => {
    for (const table of ['tblactivitylog', 'tblhostingconfigoptions', 'tblhosting', 'tblproducts']) {
      await shop.sql(`ALTER TABLE ${table} RENAME TO away`);
      const pages = [await shop.addonPage(), { status: 200, html: await send('run') }];
      await shop.sql(`ALTER TABLE away RENAME TO ${table}`);
      for (const { status, html } of pages) {
        expect(status).toBe(200);
        expect(html).toContain('UPDATE tblapi_roles SET');
        expect(html).toContain('stock-exporter-report');
        expect(html).not.toMatch(/Warning|Notice|Deprecated|Fatal/);
      }
    }
    await takeLog(shop);
  });

  test('lists the API roles that grant the action', async () => {
    for (const permissions of ['{"getproductdetails":1}', '["getclients","getproductdetails"]']) {
      await shop.sql(`UPDATE tblapi_roles SET permissions = '${permissions}'`);
      expect((await shop.addonPage()).html).toContain('Granted to: Sales &lt;b&gt;');
    }
    await shop.sql(`UPDATE tblapi_roles SET permissions = '{"getproductdetails":0}'`);
    expect((await shop.addonPage()).html).toContain('No API role grants');
  });

  test('sends events with its own settings, and the hook file sends none', async () => {
    const other = await listenForEvents();
    await shop.sendEvents({ url: other.url, secret: SECRET });
    await shop.addon('save', { url: exporter.url, secret: SECRET });
    await shop.post('cart', { pid: 2 });
    expect([exporter.take().length, other.take().length]).toEqual([1, 0]);
    expect((await shop.addonPage()).html).toContain('is ignored while the addon is active');
    await shop.addon('save', { url: exporter.url, secret: SECRET, send_orders: '' });
    await shop.post('cart', { pid: 2 });
    await shop.steps([{ hook: 'ProductEdit', vars: { pid: 1 } }]);
    expect(exporter.take().map(({ body }) => JSON.parse(body).event)).toEqual(['ProductEdit']);
    expect(await takeLog(shop)).toEqual([]);
    other.close();
  });

  test('runs the action, and shows what it took', async () => {
    const html = await send('run');
    expect(html).toMatch(/Products<\/td><td>2<\/td>/);
    expect(html).toMatch(/Rows of options of services<\/td><td>1<\/td>/);
    expect(html).toMatch(/Problem<\/td><td>none<\/td>/);
  });

  test.each([
    [202, 'The exporter accepted the event.'],
    [401, 'HTTP 401. Compare the secret and the clocks'],
    [404, 'HTTP 404. Compare the end of the URL'],
    [500, 'HTTP 500. Check the URL'],
  ])('sends a test event, and explains the answer %i', async (status, text) => {
    exporter.answer(status);
    expect(await send('test')).toContain(text);
    expect(exporter.take().map(({ body }) => JSON.parse(body))).toMatchObject([
      { event: 'Test', product_ids: [1] },
    ]);
    exporter.answer(202);
  });

  test('refuses forms without a valid token', async () => {
    for (const wrong of [{}, { token: 'wrong' }]) {
      const { status, html } = await shop.addonPage({ stock_exporter: 'test', ...wrong });
      expect([status, html]).toEqual([403, 'Invalid Token']);
    }
    expect(exporter.take()).toEqual([]);
  });

  test('shows the last failures, escaped', async () => {
    exporter.answer(500);
    await shop.addon('save', { url: `${exporter.url}?a="><script>`, secret: SECRET });
    await shop.post('cart', { pid: 2 });
    const { html } = await shop.addonPage();
    expect(html).toContain('the exporter could not be called: HTTP 500');
    expect(html).toContain('The last call failed');
    expect(html).not.toContain('"><script>');
    exporter.answer(202);
    exporter.take();
  });

  test('has a report without names, clients and secrets', async () => {
    await shop.addon('save', { url: exporter.url, secret: SECRET });
    await shop.post('cart', { pid: 2 });
    exporter.take();
    const html = await send('run');
    const text = /readonly>([^<]*)</.exec(html)?.[1] ?? '';
    const report = JSON.parse(text.replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
    expect(report).toMatchObject({
      companion: JSON.parse(readFileSync('package.json', 'utf8')).version,
      whmcs: '8.13.1-release.1',
      tables: {
        tblproducts: { rows: 2, 'values of stockcontrol': { 1: 2 } },
        tblhosting: { columns: expect.stringContaining('domainstatus') },
      },
      'hooks seen': expect.arrayContaining(['AfterShoppingCartCheckout', 'OrderPaid']),
      run: { products: 2, problem: '' },
    });
    expect(text).not.toMatch(/jane|p4ss|Secret plan|Tokyo|Sales/);
    expect(text).not.toContain(SECRET);
    expect(html).not.toContain(SECRET);
  });

  test('says so where the file of the action was not copied', async () => {
    const path = join(shop.folder, 'includes/api/getproductdetails.php');
    await rename(path, `${path}.away`);
    expect(await shop.addon('activate')).toMatchObject({ status: 'info' });
    expect((await shop.addonPage()).html).toContain('PHP cannot read includes/api/getproductdetails.php');
    await rename(`${path}.away`, path);
  });

  test('keeps its settings over an upgrade, and answers the API after deactivation', async () => {
    await shop.addon('save', { url: exporter.url, secret: SECRET });
    await shop.addon('upgrade', { version: '0.0.9 <b>' });
    expect(await takeLog(shop)).toContainEqual(
      expect.stringMatching(/^Stock exporter: upgraded from 0.0.9b to /),
    );
    await shop.post('cart', { pid: 2 });
    expect(exporter.take()).toHaveLength(1);
    expect(await shop.addon('deactivate')).toMatchObject({ status: 'success' });
    await shop.sendEvents({ url: '', secret: '' });
    await shop.post('cart', { pid: 2 });
    expect(exporter.take()).toEqual([]);
    expect(await shop.call('GetProductDetails')).toMatchObject({ result: 'success' });
  });
});

fault(
  'configuration',
  'an addon of which WHMCS keeps the secret encrypted',
  'its page says that hooks read a different secret',
  async () => {
    const shop = await startWhmcsShop({ tables: TABLES });
    await shop.addon('activate');
    await shop.addon('save', { url: 'https://127.0.0.1:1/webhooks/whmcs/main', secret: SECRET });
    await shop.write('handed-secret', 'in clear');
    expect((await shop.addonPage()).html).toContain('Hooks read a different secret');
    await shop.close();
  },
  { tester: testWith(PHP) },
);
