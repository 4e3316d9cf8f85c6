import { afterEach, expect, test } from '@jest/globals';
import { readCsvTable } from '../../src/config/limits/csv-table.js';
import type { TableLimit } from '../../src/config/limits/limits-tables.js';
import { assignRows } from '../../src/config/limits/limits-tables.js';
import type { Product } from '../../src/stock/catalogue.js';
import { takeSnapshot } from '../../src/stock/snapshot.js';
import { finish } from '../../src/stock/work.js';
import { refreshSite } from '../../src/tables/refresh.js';
import { openDraft, renderTable } from '../../src/tables/table-draft.js';
import { fault } from '../support/fault.js';
import { product } from '../support/limited-shop.js';
import { siteConfig } from '../support/site.js';
import { closeShops, NOWHERE, openShop, siteYaml, workshop } from './workshop.js';

afterEach(closeShops);

const KEYS = '    limits: stock.csv\n';

fault(
  'configuration',
  'discover while one of two sites is down',
  'the site, what to do, and the table as it was',
  async () => {
    const { url } = await openShop();
    const dead = siteYaml(NOWHERE, KEYS).replace('sites:\n', '').replace('name: shop', 'name: dead');
    const shop = await workshop(siteYaml(url, KEYS) + dead);
    await shop.write('stock.csv', 'site,product,warning\nshop,1,2\n');
    const { code, out, err } = await shop.run('discover', ['--output', shop.at('stock.csv')]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/site dead can't be read: /);
    expect(await shop.text('stock.csv')).toBe('site,product,warning\nshop,1,2\n');
  },
);

fault(
  'configuration',
  'discover without the right to count units in use',
  'stock without in_use, and which right',
  async () => {
    const { url } = await openShop({ roles: ['GetProducts'] });
    const shop = await workshop(siteYaml(url));
    const { code, out, err } = await shop.run('discover');
    expect(code).toBe(0);
    expect(err).toMatch(/site shop: units in use are unknown: .* Tick GetClientsProducts in an API role/);
    expect(out).toContain('\nshop,42,Cloud Server,Location,Tokyo,,,,,unlimited,\n');
  },
);

/** Refreshes a table of one site and returns it with the report. */
function refresh(text: string, products: readonly Product[], unreadable: number) {
  const site = siteConfig();
  const table = readCsvTable('stock.csv', text);
  const rows: readonly TableLimit[] = assignRows(table, [{ site: site.name, isUser: true }]).limits;
  const catalogue = { source: 'classic' as const, products, unreadable };
  const draft = openDraft(table);
  const report = refreshSite(
    {
      live: { site, catalogue, snapshot: finish(takeSnapshot(site, catalogue)) },
      sources: { yaml: [], locate: () => '', lines: () => '', tables: [table], rows },
      ...{ draft, rows, others: [], isOwn: true, takesNew: false },
    },
    { move: false, prune: true },
  );
  return { report, text: renderTable(draft) };
}

fault(
  'configuration',
  'discover --prune while WHMCS lists a product that can not be read',
  'no row is removed for it',
  () => {
    const text = 'product,warning\n12,1\n13,2\n';
    expect(refresh(text, [product()], 1)).toMatchObject({
      text: expect.stringContaining('\n13,2'),
      report: [],
    });
    expect(refresh(text, [product()], 0).text).not.toContain('\n13,2');
  },
);

fault(
  'configuration',
  'discover --prune while the options of a product can not be read',
  'its rows are kept',
  () => {
    const text = 'product,option,choice,warning\n12,Location,Nowhere,2\n';
    expect(refresh(text, [product({ options: undefined })], 0).text).toContain('\n12,Location,Nowhere,2');
    expect(refresh(text, [product()], 0).text).not.toContain('Nowhere');
  },
);

test('a row that is kept though it is gone is reported each time', async () => {
  const { url } = await openShop();
  const shop = await workshop(siteYaml(url, KEYS));
  await shop.write('stock.csv', 'product,warning\n99,1\n');
  const discover = () => shop.run('discover', ['--output', shop.at('stock.csv')]);
  expect((await discover()).err).toContain('gone: stock.csv:2: WHMCS does not list product 99\n');
  const again = await discover();
  expect(again.err).toContain('gone: stock.csv:2: WHMCS does not list product 99\n');
  expect(again.err).toContain('stock.csv: nothing changes\n');
});
