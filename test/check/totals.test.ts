import { expect } from '@jest/globals';
import { createShop } from '../../src/simulator/shop.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { checkSite } from '../support/check-site.js';
import { fault } from '../support/fault.js';
import { startFront } from '../support/front.js';

fault(
  'stock',
  'a WHMCS that counts more products than it lists',
  'check fails and names the key that accepts it; with totals: ignore all is well',
  async () => {
    const simulator = await startSimulator({ shop: createShop(2) });
    const front = await startFront(simulator.url, (fields) =>
      fields.get('action') === 'GetProducts'
        ? '{"result":"success","totalresults":3,"products":{"product":[{"pid":1,"gid":1,"name":"X","qty":5}]}}'
        : undefined,
    );
    const refused = await checkSite(front.url, ['source: classic']);
    expect(refused.code).toBe(1);
    expect(refused.said).toContain(
      'the answer lists 1 products, but totalresults is 3; ' +
        'if this WHMCS always counts differently, set totals: ignore',
    );
    expect(refused.said).not.toContain('The answer is not from WHMCS');
    expect(refused.said).not.toMatch(/undefined|report this message/);
    const accepted = await checkSite(front.url, ['source: classic', 'totals: ignore']);
    expect(accepted.said).toContain('1 products: 1 stock-controlled');
    await front.close();
    await simulator.close();
  },
);
