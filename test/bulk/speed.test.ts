import { afterEach, describe, expect, test } from '@jest/globals';
import { Shop } from '../../src/simulator/shop.js';
import { closeShops, NOWHERE, openShop, siteYaml, workshop } from './workshop.js';

afterEach(closeShops);

const SIZE = 10_000;
const MOST_MS = 5_000;

const numbers = Array.from({ length: SIZE }, (_, index) => index + 1);

const CONFIG = siteYaml(
  NOWHERE,
  `    products:\n${numbers
    .map((id) => `      - id: ${id}   # no. ${id}\n        options: { Location: { Tokyo: ${id % 50} } }\n`)
    .join('')}`,
);

describe(`${SIZE} rows are imported within ${MOST_MS / 1000} s`, () => {
  test.each([
    ['changing every product', (id: number) => `${id},Location,Tokyo,${(id % 50) + 1},\n`, SIZE],
    ['adding a choice to each', (id: number) => `${id},Location,Osaka,5,3\n`, SIZE],
    ['all of them bad', () => 'nowhere,Location,Tokyo,1,\n', 0],
  ])('%s', async (_, row, changed) => {
    const shop = await workshop(CONFIG);
    const table = await shop.write(
      'a.csv',
      `product,option,choice,capacity,warning\n${numbers.map(row).join('')}`,
    );
    const started = performance.now();
    const { code, out } = await shop.run('import', [table, '--offline']);
    const milliseconds = performance.now() - started;
    expect(code).toBe(changed > 0 ? 0 : 1);
    if (changed > 0) expect(out).toContain(`${changed} changes`);
    expect(milliseconds).toBeLessThan(MOST_MS);
  });

  test('adding every product of a WHMCS, and showing it', async () => {
    const whmcs = new Shop();
    for (const id of numbers)
      whmcs.addProduct({ groupId: 1, name: `Server no. ${id}`, monthly: '1', quantity: id });
    const { url } = await openShop({ shop: whmcs });
    const shop = await workshop(siteYaml(url));
    const rows = numbers.map((id) => ({ product: `server no. ${id}`, warning: 9, critical: 1 }));
    const table = await shop.write('a.json', JSON.stringify(rows));
    const started = performance.now();
    const { code, out } = await shop.run('import', [table, '--dry-run']);
    const milliseconds = performance.now() - started;
    expect(code).toBe(0);
    expect(out.match(/^\+.*thresholds: \{ warning: 9, critical: 1 \}$/gm)).toHaveLength(SIZE);
    expect(milliseconds).toBeLessThan(MOST_MS);
  });
});
