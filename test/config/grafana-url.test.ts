import { describe, expect, test } from '@jest/globals';
import { fault } from '../support/fault.js';
import { parseSite } from '../support/one-site.js';

const parse = (address: string) => parseSite(`grafana_url: "${address}"`, '', {}, 'c.yaml');
const DASHBOARD = 'd/whmcs-product?var-site={site}&var-product={product_id}';

describe('the address of Grafana', () => {
  test.each([
    ['https://grafana.test', `https://grafana.test/${DASHBOARD}`],
    ['https://grafana.test/below//', `https://grafana.test/below/${DASHBOARD}`],
    ['http://g.test/d/own?var-shop={site}', 'http://g.test/d/own?var-shop={site}'],
    ['https://g.test/d/x?orgId=2&p={product_id}#a', 'https://g.test/d/x?orgId=2&p={product_id}#a'],
  ])('%s is used as %s', async (address, used) => {
    expect((await parse(address)).grafanaUrl).toBe(used);
  });

  test('may be set for all sites, and is not set by default', async () => {
    const shared = await parseSite('', 'defaults: { grafana_url: "https://grafana.test" }');
    expect(shared.grafanaUrl).toBe(`https://grafana.test/${DASHBOARD}`);
    expect((await parseSite('')).grafanaUrl).toBeUndefined();
  });
});

for (const [injected, address, shown] of [
  ['has a password', 'https://admin:hunter2@grafana.test/', 'the address contains a user or password'],
  ['has a user', 'https://hunter2@grafana.test/d/x?s={site}', 'the address contains a user or password'],
  ['is a script', 'javascript:alert(%22hunter2%22)', 'expected an address such as'],
  [
    'has a query',
    'https://grafana.test/?orgId=hunter2',
    'the address has a ? or # part; remove it, or write',
  ],
  ['has a fragment', 'https://grafana.test/#hunter2', 'the address has a ? or # part; remove it, or write'],
  [
    'has a mistyped placeholder',
    'https://grafana.test/d/hunter2?s={site}&p={productid}',
    'the address has a { that begins neither {site} nor {product_id}',
  ],
  ['has only a {', 'https://grafana.test/hunter2{', 'the address has a { that begins neither {site} nor'],
  ['lacks a scheme', 'grafana.test/hunter2', 'expected an address such as'],
] as const)
  fault('configuration', `grafana_url ${injected}`, `sites[0].grafana_url: ${shown}`, async () => {
    const refused = parse(address);
    await expect(refused).rejects.toThrow(`sites[0].grafana_url: ${shown}`);
    await expect(refused).rejects.not.toThrow('hunter2');
  });
