import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect } from '@jest/globals';
import { sign } from '../../src/web/signature.js';
import { askUntil } from '../support/daemon.js';
import { parseExposition } from '../support/exposition.js';
import { runCli, writeConfig } from '../support/run-cli.js';
import { testWith } from '../support/tool.js';
import { PHP, startWhmcsShop, type Tables, type WhmcsShop } from '../support/whmcs-shop.js';

const test = testWith(PHP);

const SECRET = 'shared-secret-of-the-test';

const product = (id: number, qty: number) => ({
  ...{ id, gid: 1, name: `KVM ${id} GB`, type: 'server', servertype: 'kvm', paytype: 'recurring' },
  ...{ stockcontrol: 1, qty, hidden: 0, retired: 0 },
});
const TABLES: Tables = {
  tblproductgroups: [{ id: 1, name: 'KVM' }],
  tblproducts: [product(1, 10), product(2, 5), product(3, 0)],
};

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function startShop(): Promise<WhmcsShop> {
  const shop = await startWhmcsShop({ tables: TABLES });
  ends.push(shop.close);
  return shop;
}

/** A shop, and the exporter that receives its orders. */
async function startBoth(interval: string, blocked = false) {
  const shop = await startShop();
  const file = await writeConfig(`
sites:
  - name: main
    url: ${shop.url}
    identifier: shop-identifier
    secret: shop-secret
    interval: ${interval}
    webhook: { secret: ${SECRET} }
`);
  const cli = runCli(['--config.file', file, '--web.listen-address', '127.0.0.1:0']);
  ends.push(cli.stop);
  const [, url] = await cli.until(/"url":"([^"]+)"/);
  const target = new URL('webhooks/whmcs/main', url);
  if (blocked) target.port = '1';
  await shop.sendEvents({ url: target.href, secret: SECRET });
  const series = async () => parseExposition(await (await fetch(new URL('metrics', url))).text());
  const shows = (name: string, value: number) =>
    askUntil(
      async () => (await series()).get(name),
      (now) => now === value,
    );
  const until = (id: number, stock: number) =>
    shows(`whmcs_product_stock{site="main",product_id="${id}",product="KVM ${id} GB",group="KVM"}`, stock);
  const events = (count: number) =>
    shows('whmcs_webhook_events_total{site="main",event="AfterShoppingCartCheckout"}', count);
  await until(1, 10);
  return { shop, series, until, events };
}

describe('an order placed in a shop with the companion', () => {
  test('shows on /metrics without a collection', async () => {
    const { shop, series, until, events } = await startBoth('10m');
    for (const left of [4, 3, 2]) {
      await shop.post('cart', { pid: 2 });
      await until(2, left);
    }
    await events(3);
    const shown = await series();
    expect(shown.get('whmcs_collections_total{site="main"}')).toBe(1);
    expect(
      shown.get(
        'whmcs_site_info{site="main",url_host="' +
          new URL(shop.url).host +
          '",source="companion",version=""}',
      ),
    ).toBe(1);
    expect(await shop.read('activity.log')).toBe('');
  });

  test('and cancelled again shows as well, though the hook runs before the change', async () => {
    const { shop, until } = await startBoth('10m');
    await shop.post('cart', { pid: 1 });
    await until(1, 9);
    await shop.post('admin/order', { do: 'CancelOrder', order: 1 });
    await until(1, 10);
    await shop.post('cart', { pid: 1 });
    await until(1, 9);
    await shop.post('admin/order', { do: 'DeleteOrder', order: 2 });
    await until(1, 10);
    await shop.post('admin/product', { pid: 3, qty: 44 });
    await until(3, 44);
  });

  test('shows by the next collection where no event gets through, and the shop says so in its log', async () => {
    const { shop, until, events } = await startBoth('1s', true);
    await shop.post('cart', { pid: 2 });
    await until(2, 4);
    await events(0);
    expect(await shop.read('activity.log')).toMatch(
      /^Stock exporter: an event was not delivered: .*connect/i,
    );
  });
});

describe('what the hooks send', () => {
  /** A shop whose events are only written down. */
  async function listening(status: number | 'none' = 202) {
    const calls: { readonly headers: NodeJS.Dict<string | string[]>; readonly body: string }[] = [];
    const server = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray()).toString();
      calls.push({ headers: request.headers, body });
      if (status !== 'none') response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ends.push(async () => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo; // a listening TCP server has one
    const shop = await startShop();
    await shop.sendEvents({ url: `http://127.0.0.1:${port}/`, secret: SECRET });
    const hook = (name: string, vars: object) =>
      shop.post('hook', { hook: name, vars: JSON.stringify(vars) });
    return { shop, calls, hook };
  }

  test('is signed, contains only ids, and is one call per request', async () => {
    const { shop, calls } = await listening();
    const earliest = Math.floor(Date.now() / 1_000);
    await shop.post('cart', { pid: 2 });
    const latest = Date.now() / 1_000;
    expect(calls).toHaveLength(1);
    const [{ headers, body } = { headers: {}, body: '' }] = calls;
    const event = JSON.parse(body);
    expect(event).toEqual({
      event: 'AfterShoppingCartCheckout',
      product_ids: [2],
      time: expect.any(Number),
      nonce: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(event.time).toBeGreaterThanOrEqual(earliest);
    expect(event.time).toBeLessThanOrEqual(latest);
    expect(headers['x-stock-timestamp']).toBe(String(event.time));
    expect(headers['x-stock-signature']).toBe(sign(SECRET, String(event.time), Buffer.from(body)));
  });

  test.each<[string, object, number[]]>([
    ['ProductEdit', { pid: 3, stockcontrol: 1, qty: 4, name: 'Secret plan' }, [3]],
    ['ProductEdit', { pid: '3' }, [3]],
    ['ProductDelete', { pid: 2 }, [2]],
    ['AdminProductConfigFieldsSave', { pid: 1 }, [1]],
    ['OrderPaid', { orderId: 1, userId: 7 }, [2]],
    ['AcceptOrder', { orderid: 1 }, [2]],
    ['PendingOrder', { orderid: 1 }, [2]],
    ['FraudOrder', { orderid: 1 }, [2]],
    ['CancelAndRefundOrder', { orderid: 1 }, [2]],
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
    ['AfterProductUpgrade', { upgradeid: 4 }, []],
    ['AfterConfigOptionsUpgrade', { upgradeid: 4 }, []],
    ['AfterModuleCreate', {}, []],
    ['ProductEdit', { pid: 'x' }, []],
  ])('on %s with %j names the products %j', async (name, vars, ids) => {
    const { shop, calls, hook } = await listening();
    await shop.post('cart', { pid: 2 });
    await hook(name, vars);
    expect(calls).toHaveLength(2);
    expect(JSON.parse(calls[1]?.body ?? '')).toMatchObject({ event: name, product_ids: ids });
    expect(calls[1]?.body).not.toMatch(/Secret|p4ss|example/);
  });

  test.each<[string, object]>([
    ['AfterShoppingCartCheckout', { OrderID: 5, ServiceIDs: [], DomainIDs: [1] }],
    ['OrderPaid', { orderId: 5 }],
    ...['AcceptOrder', 'PendingOrder', 'CancelOrder', 'FraudOrder', 'DeleteOrder'].map(
      (name): [string, object] => [name, { orderid: 5 }],
    ),
  ])('on %s is nothing for an order of domains alone', async (name, vars) => {
    const { calls, hook } = await listening();
    await hook(name, vars);
    expect(calls).toEqual([]);
  });

  test('is given up where no answer comes, and the activity log says so', async () => {
    const { shop, hook } = await listening('none');
    await hook('ProductEdit', { pid: 1 });
    expect(await shop.read('activity.log')).toMatch(
      /^Stock exporter: an event was not delivered: .*timed out/i,
    );
    expect(await shop.read('activity.log')).not.toContain(SECRET);
  });

  test('and is refused is in the activity log', async () => {
    const { shop, hook } = await listening(401);
    await hook('ProductEdit', { pid: 1 });
    expect(await shop.read('activity.log')).toBe('Stock exporter: an event was not delivered: HTTP 401\n');
  });
});

describe('the hook file', () => {
  test('offers the action to API roles, once', async () => {
    const shop = await startShop();
    const before = await shop.post('admin', {});
    expect(before).toMatchObject({
      getproductdetails: { group: 'stockexporter', name: 'GetProductDetails', default: 0 },
    });
  });

  test('takes settings that are broken for none, says so, and WHMCS continues', async () => {
    const shop = await startShop();
    await shop.sendEvents({ url: 'http://127.0.0.1/', secret: "it's" });
    expect(await shop.post('cart', { pid: 2 })).toEqual({ order: 1 });
    expect(await shop.read('activity.log')).toMatch(
      /^Stock exporter: the hooks could not be installed: syntax error/,
    );
  });

  test('sends nothing without an address or a secret', async () => {
    const shop = await startShop();
    await shop.post('cart', { pid: 2 });
    expect(await shop.read('activity.log')).toBe('');
  });
});
