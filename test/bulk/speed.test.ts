import { afterEach, describe, expect, test } from '@jest/globals';
import { Shop } from '../../src/simulator/shop.js';
import { closeShops, NOWHERE, openShop, siteYaml, workshop } from './workshop.js';

afterEach(closeShops);

/** What takes time in proportion stays far below this many times as long for eight times as much, on however slow a machine. */
const FEW = 500;
const MANY = 8 * FEW;
const MOST_TIMES = 24;

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

const configOf = (count: number) =>
  siteYaml(
    NOWHERE,
    `    products:\n${upTo(count)
      .map((id) => `      - id: ${id}   # no. ${id}\n        options: { Location: { Tokyo: ${id % 50} } }\n`)
      .join('')}`,
  );

/** Imports so many rows and tells how long that took, in ms. */
async function importRows(count: number, row: (id: number) => string): Promise<{ ms: number; out: string }> {
  const shop = await workshop(configOf(count));
  const header = 'product,option,choice,capacity,warning\n';
  const table = await shop.write('a.csv', header + upTo(count).map(row).join(''));
  const started = performance.now();
  const { out } = await shop.run('import', [table, '--offline']);
  return { ms: performance.now() - started, out };
}

describe('importing takes time in proportion to the rows', () => {
  test.each([
    ['changing every product', (id: number) => `${id},Location,Tokyo,${(id % 50) + 1},\n`, MANY],
    ['adding a choice to each', (id: number) => `${id},Location,Osaka,5,3\n`, MANY],
    ['all of them bad', () => 'nowhere,Location,Tokyo,1,\n', 0],
  ])(
    '%s',
    async (_, row, changed) => {
      await importRows(FEW, row); // what is compiled is compiled
      const few = await importRows(FEW, row);
      const many = await importRows(MANY, row);
      if (changed > 0) expect(many.out).toContain(`${changed} changes`);
      expect(many.ms).toBeLessThan(MOST_TIMES * few.ms);
    },
    60_000,
  );

  test('adding every product of a WHMCS, and showing it', async () => {
    const whmcs = new Shop();
    for (const id of upTo(MANY))
      whmcs.addProduct({ groupId: 1, name: `Server no. ${id}`, monthly: '1', quantity: id });
    const { url } = await openShop({ shop: whmcs });
    const shop = await workshop(siteYaml(url));
    const rows = upTo(MANY).map((id) => ({ product: `server no. ${id}`, warning: 9, critical: 1 }));
    const table = await shop.write('a.json', JSON.stringify(rows));
    const { code, out } = await shop.run('import', [table, '--dry-run']);
    expect(code).toBe(0);
    expect(out.match(/^\+.*thresholds: \{ warning: 9, critical: 1 \}$/gm)).toHaveLength(MANY);
  }, 60_000);
});
