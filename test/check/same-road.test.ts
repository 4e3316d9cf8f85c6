import { afterEach, expect } from '@jest/globals';
import { createShop } from '../../src/simulator/shop.js';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.js';
import { checkSite } from '../support/check-site.js';
import { countedShop, service } from '../support/counted-shop.js';
import { fault } from '../support/fault.js';
import { startFront } from '../support/front.js';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0)) await end();
});

async function start(options: SimulatorOptions): Promise<Simulator> {
  const simulator = await startSimulator(options);
  cleanUp.push(() => simulator.close());
  return simulator;
}

async function front(behind: string, instead: Parameters<typeof startFront>[1]): Promise<string> {
  const started = await startFront(behind, instead);
  cleanUp.push(started.close);
  return started.url;
}

const OPTIONS = ['source: classic', 'products: [{ id: 1, options: { RAM: { 64 GB: 9 } } }]'];
const BAD_UTF8 =
  '{"result":"error","message":"Error generating JSON encoded response: Malformed UTF-8 characters, possibly incorrectly encoded"}';

const isCount = (fields: URLSearchParams): boolean => fields.get('action') === 'GetClientsProducts';

fault(
  'api',
  'a page of services that fails where its first row alone does not',
  'check warns as serve does',
  async () => {
    const { url } = await start({
      shop: countedShop(service(['Tokyo', '64 GB']), service(['Tokyo', '8 GB'])),
    });
    const behind = await front(url, (fields) =>
      isCount(fields) && fields.get('limitnum') !== '1' ? BAD_UTF8 : undefined,
    );
    const { said } = await checkSite(behind, OPTIONS);
    expect(said).toMatch(
      /! options and pools units in use are unknown: .*Malformed UTF-8.* \(product 1, services from 0 on\)/,
    );
    expect(said).toContain('Usually it is the password of a service. With usage.page_size: 1');
  },
);

fault('api', 'a service on a later page that can not be read', 'check warns as serve does', async () => {
  const { url } = await start({ shop: countedShop(...Array(7).fill(service(['Tokyo', '64 GB']))) });
  const behind = await front(url, (fields) =>
    isCount(fields) && fields.get('limitstart') === '6'
      ? '{"result":"success","totalresults":7,"products":{"product":[{"id":7,"pid":1,"status":"Active"}]}}'
      : undefined,
  );
  const { said } = await checkSite(behind, [...OPTIONS, 'usage: { page_size: 3 }']);
  expect(said).toMatch(/! options and pools units in use are unknown: .*service 7: no configoptions/);
});

fault(
  'api',
  'a choice of services that the configuration can not match',
  'check notes it as serve does',
  async () => {
    const { url } = await start({ shop: countedShop(service(['Tokio', '64 GB'])) });
    const { said } = await checkSite(url, [
      'source: classic',
      'products: [{ id: 1, options: { Location: { Tokyo: 9 } } }]',
    ]);
    expect(said).toMatch(/options and pools 1 choice, .* units in use counted by GetClientsProducts/);
  },
);

fault('api', 'a product that can not be read', 'check warns that it is left out', async () => {
  const { url } = await start({ shop: createShop(3) });
  const behind = await front(url, (fields) =>
    fields.get('action') === 'GetProducts'
      ? 'Notice: x\n{"result":"success","products":{"product":[{"pid":1,"name":"KVM","quantity_available":2},{"name":"no id"}]}}'
      : undefined,
  );
  const { said, code } = await checkSite(behind, ['source: classic']);
  expect(said).toContain('! catalogue read 2 products: 1 stock-controlled, 0 unlimited, 1 unknown');
  expect(said).toContain('A product could not be read and is left out (a product without an id).');
  expect(said).toContain('WHMCS sent text, such as a PHP warning, around its JSON; it was ignored.');
  expect(code).toBe(0);
});

fault(
  'api',
  'a WhmcsDetails that fails where the catalogue does not',
  'check warns, and is good as serve is',
  async () => {
    const simulator = await start({ shop: createShop(3) });
    Object.assign(simulator.faults, { action: 'WhmcsDetails', fault: { kind: 'status', status: 500 } });
    const { said, code } = await checkSite(simulator.url);
    expect(said).toContain('✓ catalogue read 3 products');
    expect(said).toContain('! WHMCS version WhmcsDetails: HTTP 500');
    expect(code).toBe(0);
  },
);

fault(
  'network',
  'an action that is called for each of 60 products',
  "check keeps to the site's concurrency",
  async () => {
    const simulator = await start({ shop: createShop(60), companion: true });
    simulator.faults.latencyMs = 2;
    const keys = ['companion: { action: GetProductDetails, parameter: productid }', 'concurrency: 2'];
    const { said } = await checkSite(simulator.url, keys);
    expect(said).toMatch(/[✓!] catalogue read 60 products/); // a busy machine may be slow
    expect(simulator.mostAtOnce()).toBe(2);
  },
);

fault(
  'api',
  'a WHMCS below 8.12, whose classic API returns no stock',
  'check says so, and does not advise stock_controlled',
  async () => {
    const old = await start({ profile: '7.8', shop: createShop(3) });
    const { said } = await checkSite(old.url, ['source: classic', 'stock_controlled: all']);
    expect(said).toContain('GetProducts returns no stock for some products; below WHMCS 8.12');
    expect(said).not.toContain('stock_controlled');
    const shop = createShop(3);
    shop.sell(1, shop.products[0]?.quantity);
    const later = await start({ profile: '8.12', shop });
    const { said: doubted } = await checkSite(later.url, ['source: classic']);
    expect(doubted).toContain('GetProducts shows a 0 that may mean sold out or no stock control.');
    expect(doubted).not.toContain('returns no stock');
  },
);
