import { chmod, mkdir, truncate } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fault } from '../support/fault.js';
import { closeShops, NOWHERE, openShop, siteYaml, workshop } from './workshop.js';

let url = '';
beforeAll(async () => {
  const shop = await openShop({ companion: true });
  const disk = {
    ...{ id: 90, name: 'Disk', kind: 'dropdown' as const },
    values: [{ id: 91, name: 'Tokyo', monthly: '0' }],
  };
  const { options } = shop.shop.product(42);
  shop.shop.addProduct({ groupId: 7, name: 'Twice', monthly: '1', options: [...options, disk] });
  shop.shop.addProduct({ groupId: 7, name: 'Twice', monthly: '1', options: [] });
  ({ url } = shop);
});
afterAll(closeShops);

const KEYS = `    limits: stock.csv
    products: [{ id: 42, thresholds: { warning: 3 } }]
`;
const TABLE = 'product,option,choice,warning\n42,RAM,3 TB,4\n';

type Bad = readonly [injected: string, file: string, content: string | Buffer, shown: string];

/** Wrong by what WHMCS lists. */
const LIVE: readonly Bad[] = [
  [
    'import of an unknown option',
    'a.csv',
    'product,option,choice,capacity\n42,Locatoin,Tokyo,3\n',
    'a.csv:2: option: option "Locatoin" is not there; nearest: "Location", "RAM"',
  ],
  [
    'import of an unknown choice',
    'a.csv',
    'product,option,choice,capacity\n42,Location,Tokio,3\n',
    'a.csv:2: choice: Location: choice "Tokio" is not there; nearest: "Tokyo", "Virginia", "Frankfurt"',
  ],
  [
    'import of a choice that no option has',
    'a.csv',
    'product,choice,capacity\n42,Osakka,3\n',
    'a.csv:2: choice: no option has a choice "Osakka"; nearest: "Tokyo", "8 GB", "32 GB"',
  ],
  [
    'import of a choice that two options have',
    'a.csv',
    'product,choice,capacity\n45,Tokyo,3\n',
    'a.csv:2: option: empty, but the options "Location", "Disk" have a choice "Tokyo"; name one of them',
  ],
  [
    'import by a name of two products',
    'a.csv',
    'product,warning\nTwice,3\n',
    'a.csv:2: product: product "Twice" may be any of the ids 45, 46; name it by its id',
  ],
  [
    'import of an unknown product',
    'a.csv',
    'product,warning\nGPU Claud,3\n',
    'a.csv:2: product: product "GPU Claud" is not there; nearest: "GPU Cloud", "Web Plus", "Web Start"',
  ],
  [
    'import of an unknown product id',
    'a.csv',
    'product,warning\n990,3\n',
    'a.csv:2: product: product "990" is not there',
  ],
  [
    'import of an unknown choice in a combination',
    'a.csv',
    'product,combination,warning\n42,"Location=Tokyo, RAM=65 GB",3\n',
    'a.csv:2: combination: RAM: choice "65 GB" is not there; nearest: "64 GB", "8 GB", "32 GB"',
  ],
  [
    'import of a number in a combination',
    'a.csv',
    'product,combination,warning\n10,Additional IPv4 addresses=Address,3\n',
    'a.csv:2: combination: option "Additional IPv4 addresses" is a quantity option; it can not be part of a combination',
  ],
  [
    'import of a combination with one option twice',
    'a.csv',
    'product,combination,warning\n42,"RAM=8 GB, ram=64 GB",3\n',
    'a.csv:2: combination: a combination names option "RAM" twice',
  ],
  [
    'import of one choice by two names',
    'a.csv',
    'product,option,choice,capacity\n42,location,TOKYO,3\n42,4,nrt1,3\n',
    'a.csv:3: the same as in a.csv:2; delete one of the two rows',
  ],
];

const NUMBER = 'a whole number from 0 to 2147483647';
const COLUMNS = 'the columns are site, product, option, choice, combination, capacity, warning, critical';
const LIST = 'such as {"product": 12, "warning": 5}';

/** Wrong by themselves. */
const OFFLINE: readonly Bad[] = [
  [
    'import of a value that YAML sets',
    'a.csv',
    'product,warning\n42,5\n',
    'a.csv:2: warning: config.yaml:7:49 sets 3; change it there, or move it with discover --move',
  ],
  [
    'import of a critical threshold above the warning in force',
    'a.csv',
    'product,option,choice,critical\n42,RAM,3 TB,5\n',
    'a.csv:2: critical: critical 5 must not be above warning 4',
  ],
  [
    'import of a critical threshold above the warning in YAML',
    'a.csv',
    'product,critical\n42,5\n',
    'a.csv:2: critical: critical 5 must not be above warning 3',
  ],
  [
    'import of a number too large in JSON',
    'a.json',
    '[{"product": 42},\n {"product": 42, "option": "L", "choice": "T",\n  "capacity": 2147483648}]',
    `a.json:2: capacity: expected ${NUMBER} or none, found "2147483648"`,
  ],
  [
    'import of a misspelled key in YAML',
    'a.yml',
    '- product: 42\n  warnin: 5\n',
    `a.yml:2: unknown column "warnin"; ${COLUMNS}`,
  ],
  [
    'import of a flag for a number in YAML',
    'a.yaml',
    '- product: 44\n  warning: 1\n- product: 43\n  warning: true\n',
    'a.yaml:4: warning: expected a text or a number',
  ],
  [
    'import of one key twice in JSON',
    'a.json',
    '[{"product": 42, "warning": 1,\n  "warning": 2}]',
    'a.json:2: a second "warning"',
  ],
  [
    'import of a list for a name in JSON',
    'a.json',
    '[{"product": [42], "warning": 3}]',
    'a.json:1: product: expected a text or a number',
  ],
  [
    'import of JSON that is broken',
    'a.json',
    '[{"product": 42}\n {"product": 43}]',
    'a.json:2: a quote or bracket is not closed, or a : is missing',
  ],
  [
    'import of JSON that is nested too deeply',
    'a.json',
    '['.repeat(100),
    'a.json:1: more than 64 levels of nesting',
  ],
  ['import of a JSON object', 'a.json', '{"product": 42}', `a.json:1: expected a list of maps ${LIST}`],
  [
    'import of a text in a list of YAML',
    'a.yaml',
    '- product: 42\n- 43\n',
    `a.yaml:2: expected a list of maps ${LIST}`,
  ],
  [
    'import of YAML in Latin-1',
    'a.yaml',
    Buffer.from('- product: 42\n- product: Zürich\n', 'latin1'),
    'a.yaml:2: is not UTF-8, so perhaps Latin-1 or Windows-1252; save it as UTF-8 (in Excel: CSV UTF-8)',
  ],
  [
    'import of an Excel workbook',
    'a.xlsx',
    Buffer.from('PK\u0003\u0004....', 'latin1'),
    'a.xlsx:1: is a workbook, not text; save its table as CSV in UTF-8 (in Excel: CSV UTF-8)',
  ],
  [
    'import of a file of another format',
    'a.txt',
    'product,warning\n42,3\n',
    'a.txt:1: unknown format; the name must end with .csv, .tsv, .json, .yaml or .yml',
  ],
  [
    'import for an unknown site',
    'a.csv',
    'site,product,warning\nshpo,42,3\n',
    'a.csv:2: site: "shpo" is not a site of the configuration; nearest: shop',
  ],
  [
    'import offline of a choice without an option',
    'a.csv',
    'product,choice,warning\n42,64 GB,3\n',
    'a.csv:2: option: empty, and no table has such a choice; name the option',
  ],
];

async function refuse(at: string, [, file, content, shown]: Bad, flags: readonly string[]): Promise<void> {
  const shop = await workshop(siteYaml(at, KEYS));
  await shop.write('stock.csv', TABLE);
  const { code, out, err } = await shop.run('import', [await shop.write(file, content), ...flags]);
  expect(err).toBe(`${shown}\n1 row invalid; nothing was changed\n`);
  expect([code, out, await shop.text('stock.csv')]).toEqual([1, '', TABLE]);
}

for (const bad of LIVE)
  fault('configuration', bad[0], 'its line and column, and no table changed', () => refuse(url, bad, []));
for (const bad of OFFLINE)
  fault('configuration', bad[0], 'its line and column, and no table changed', () =>
    refuse(NOWHERE, bad, ['--offline']),
  );

describe('import refuses', () => {
  test('a file of a gigabyte, a folder, and a file that is not there', async () => {
    const shop = await workshop(siteYaml(NOWHERE, KEYS));
    await shop.write('stock.csv', TABLE);
    const huge = await shop.write('huge.csv', 'product\n');
    await truncate(huge, 2 ** 30);
    await mkdir(shop.at('folder.csv'));
    const [none, folder] = [shop.at('none.csv'), shop.at('folder.csv')];
    const { err } = await shop.run('import', [huge, none, folder, '--offline']);
    expect(err.split('\n')).toEqual([
      'huge.csv:1: is larger than 64 MiB',
      "none.csv:1: can't be read (ENOENT)",
      'folder.csv:1: is a folder, not a regular file',
      '3 rows invalid; nothing was changed',
      '',
    ]);
  });

  test('every bad row at once, in the order of the files', async () => {
    const shop = await workshop(siteYaml(NOWHERE, KEYS));
    await shop.write('stock.csv', TABLE);
    const first = await shop.write('b.csv', 'product,warning,critical\n44,1,2\nx,-1,\n43,2,1\n,4,\n');
    const second = await shop.write('a.csv', 'product,warning\n48,1,9\n47,9\n48,1\n48,2\n');
    const { err } = await shop.run('import', [first, second, '--offline']);
    expect(err.split('\n').map((line) => line.split(': ')[0])).toEqual([
      ...['b.csv:2', 'b.csv:3', 'b.csv:5', 'a.csv:2', 'a.csv:5'],
      '5 rows invalid; nothing was changed',
      '',
    ]);
  });
});

fault('configuration', 'import for a site without a table', 'how to name one', async () => {
  const shop = await workshop(siteYaml(NOWHERE));
  const { code, err } = await shop.run('import', [
    await shop.write('a.csv', 'product,warning\n1,2\n'),
    '--offline',
  ]);
  expect(code).toBe(1);
  expect(err).toContain(
    'a.csv:2: site: shop has no table; set limits: stock.csv for it in the configuration\n',
  );
});

fault('configuration', 'import where a site can not be read', 'the site, and what to do', async () => {
  const simulator = await openShop({ roles: [] });
  const shop = await workshop(siteYaml(simulator.url, '    limits: stock.csv\n'));
  const { code, err } = await shop.run('import', [await shop.write('a.csv', 'product,warning\n1,2\n')]);
  expect(code).toBe(1);
  expect(err).toContain("site shop can't be read: ");
  expect(err).toContain('Tick GetProducts in an API role');
});

fault(
  'configuration',
  'a folder of tables that is read-only',
  'the error, and the table as it was',
  async () => {
    const shop = await workshop(siteYaml(NOWHERE, '    limits: tables/stock.csv\n'));
    await mkdir(shop.at('tables/stock.csv.d'), { recursive: true });
    await chmod(shop.at('tables'), 0o555);
    const file = await shop.write('a.csv', 'product,warning\n1,2\n');
    const { code, err } = await shop.run('import', [file, '--offline']);
    await chmod(shop.at('tables'), 0o755);
    if (process.getuid?.() === 0)
      expect(code).toBe(0); // root may write everywhere
    else
      expect([code, err]).toEqual([
        1,
        "whmcs-stock-exporter: tables/stock.csv can't be written (EACCES); nothing was changed\n",
      ]);
  },
);
