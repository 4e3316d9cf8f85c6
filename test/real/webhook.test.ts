import { afterEach, describe, expect } from '@jest/globals';
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
      /^Stock exporter: the exporter could not be called: .*connect/i,
    );
  });
});
