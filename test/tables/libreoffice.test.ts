import { execFile } from 'node:child_process';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { loadConfig } from '../../src/config/load.js';
import { Shop } from '../../src/simulator/shop.js';
import { testWith } from '../support/tool.js';
import { closeShops, openShop, siteYaml, workshop } from './workshop.js';

afterEach(closeShops);

/** Names that a spreadsheet would read as something else, or that CSV has to quote. */
const NAMES = [
  ...[
    '3.10',
    '010',
    '1e3',
    '1-2',
    '1/2',
    '10:30',
    '5 May',
    '50%',
    '$5',
    '(5)',
    '64',
    '1,000',
    '1 000',
    'true',
  ],
  ...[
    '=1+1',
    '+49',
    '-1',
    '@home',
    "'quoted'",
    '"',
    'a,b; c',
    'two\nlines',
    ' edge ',
    '${HOME}',
    'Zürich',
    '東京',
    '𝕏',
  ],
];
let profile = '';
beforeAll(async () => {
  profile = await mkdtemp(join(tmpdir(), 'office-'));
});
afterAll(() => rm(profile, { recursive: true, force: true }));

/** Has LibreOffice open a file and save it in another format. */
async function convert(folder: string, file: string, format: string): Promise<void> {
  const args = [
    `-env:UserInstallation=file://${profile}`,
    '--headless',
    '--convert-to',
    format,
    '--outdir',
    join(folder, 'out'),
    join(folder, file),
  ];
  await promisify(execFile)('soffice', args, { timeout: 110_000 });
}

const testOffice = testWith({ program: 'soffice', remedy: 'apt-get install libreoffice-calc-nogui' });

testOffice('LibreOffice keeps every name and value of a table, saved as CSV or as a workbook', async () => {
  const shop = new Shop();
  const values = NAMES.map((name, index) => ({ id: 100 + index, name, monthly: '0' }));
  shop.addProduct({
    groupId: 1,
    name: '3.10',
    monthly: '1',
    options: [{ id: 1, name: '2.0', kind: 'dropdown', values }],
  });
  const { url } = await openShop({ shop, companion: true });
  const at = await workshop(siteYaml(url, '    limits: stock.csv\n'));
  const refresh = () => at.run('discover', ['--output', at.at('stock.csv')]);
  await refresh();
  const filled = (await at.text('stock.csv')).replace(/,,,,unlimited,0$/gm, ',7,3,none,unlimited,0');
  await at.write('stock.csv', filled.replace(/^(shop,1,[^,]*),,,,,,,/m, '$1,,,,,4,1,'));
  const load = async () => (await loadConfig(at.path, {})).sites[0]?.limits.products;
  const limits = await load();
  expect(limits?.get(1)?.options.get('2.0')?.size).toBe(NAMES.length);

  await convert(at.at(''), 'stock.csv', 'csv');
  await rename(at.at('out/stock.csv'), at.at('stock.csv'));
  expect(await load()).toEqual(limits);
  await convert(at.at(''), 'stock.csv', 'xlsx');
  await convert(at.at('out'), 'stock.xlsx', 'csv');
  await rename(at.at('out/out/stock.csv'), at.at('stock.csv'));
  expect(await load()).toEqual(limits);
  expect((await refresh()).err).not.toMatch(/gone|renamed|new/);
  expect(await load()).toEqual(limits);
});
