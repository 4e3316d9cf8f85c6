import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load.js';
import { load, oneSite, site } from './config-folder.js';

const TABLE = `site,product,name,option,choice,combination,capacity,warning,critical,stock,in_use
main,12,KVM,,,,,5,none,3,9
main,12,KVM,Location,Tokyo,,40,,1,17,23
main,12,KVM,Location,Osaka,,,,,unlimited,3
main,12,KVM,,,"RAM=64 GB, Location=Tokyo",6,2,,1,5
main,13,VPS,,,,,,,,
`;
const YAML = `products:
  - id: 12
    thresholds: { warning: 5, critical: none }
    options: { Location: { Tokyo: { capacity: 40, thresholds: { critical: 1 } } } }
    combinations: [{ when: { RAM: 64 GB, Location: Tokyo }, capacity: 6, thresholds: { warning: 2 } }]
`;

describe('a table', () => {
  test('sets what products in YAML set, and rows without a value set nothing', async () => {
    const table = await load(oneSite('limits: stock.csv'), { 'stock.csv': TABLE });
    const yaml = await load(oneSite(YAML), {});
    expect(table).toMatchObject({ problems: [], warnings: [] });
    expect(table.products).toEqual(yaml.products);
  });

  test.each([
    ['semicolons', TABLE.replaceAll(',', ';').replace(/"(.*);(.*)"/, '"$1,$2"')],
    [
      'tabs',
      TABLE.replace(/"(.*)"/, '\t$1')
        .replace(/,(?! )/g, '\t')
        .replace('\t\tRAM', '\tRAM'),
    ],
    [
      "Excel's sep= line and CRLF",
      `sep=;\n${TABLE.replaceAll(',', ';').replace(/"(.*);(.*)"/, '"$1,$2"')}`.replaceAll('\n', '\r\n'),
    ],
    ['a byte order mark', `\ufeff${TABLE}`],
    ['empty last columns and rows', `${TABLE.replaceAll('\n', ',,,\n')},,,,,\n\n , \n`],
    ['old line ends', TABLE.replaceAll('\n', '\r')],
    [
      'no last line end, upper case and blanks',
      TABLE.trimEnd()
        .replace('site,product', ' SITE ,Product')
        .replace(',40,', ', 40 ,')
        .replace('none', 'None'),
    ],
  ])('may have %s', async (_, text) => {
    const read = await load(oneSite('limits: stock.csv'), { 'stock.csv': text });
    expect(read.problems).toEqual([]);
    expect(read.products).toEqual((await load(oneSite(YAML), {})).products);
  });

  test.each(['product\n', 'product', '\ufeffproduct\n\n', 'sep=;\nproduct;warning\n;\n'])(
    'with only a header sets nothing: %j',
    async (text) => {
      expect(await load(oneSite('limits: stock.csv'), { 'stock.csv': text })).toMatchObject({
        problems: [],
        products: new Map(),
      });
    },
  );

  test('is found from the folder of the configuration, by a list, an absolute path or a variable', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'limits-'));
    await mkdir(join(folder, 'deep'));
    await writeFile(join(folder, 'deep/a.csv'), 'product,warning\n1,2\n');
    const keys = `limits: [deep/a.csv, "\${TABLE}"]`;
    await writeFile(join(folder, 'config.yaml'), oneSite(keys));
    await writeFile(join(folder, 'stock.csv'), 'product,warning\n2,3\n');
    const { sites } = await loadConfig(join(folder, 'config.yaml'), { TABLE: join(folder, 'stock.csv') });
    expect([...(sites[0]?.limits.products.keys() ?? [])]).toEqual([1, 2]);
  });

  test('may be shared by sites, each of which reads its own rows', async () => {
    const config = `sites:\n${site('a', 'limits: stock.csv')}${site('B', 'limits: [./stock.csv]')}${site('c', '')}`;
    const { sites, problems } = await load(config, {
      'stock.csv': 'site,product,warning\na,1,1\nb,2,2\nA,3,3\n',
    });
    expect(problems).toEqual([]);
    expect(sites.map(({ limits }) => [...limits.products.keys()])).toEqual([[1, 3], [2], []]);
  });

  test('goes together with YAML, by any spelling of the names', async () => {
    const { products, problems, warnings } = await load(
      oneSite(`limits: stock.csv
products:
  - id: 12
    options: { Location: { Tokyo: 40, Osaka: { thresholds: { warning: 3 } } } }
    combinations: [{ when: { RAM: 64 GB, Location: Tokyo } }]
  - { id: 14, thresholds: { warning: 9 } }
`),
      {
        'stock.csv': `product,option,choice,combination,capacity,warning,critical
12, location ,TOKYO,,,4,
12,LOCATION,osaka,,7,,default
12,Location,Kyoto,,8,,
12,,,"location=tokyo,ram=64 gb",2,,
12,,,A=b,3,,
14,,,,,,2
`,
      },
    );
    expect({ problems, warnings }).toEqual({ problems: [], warnings: [] });
    expect(products?.get(12)).toEqual({
      thresholds: {},
      everyCombination: false,
      options: new Map([
        [
          'Location',
          new Map([
            ['Tokyo', { capacity: 40, thresholds: { warning: 4 } }],
            ['Osaka', { capacity: 7, thresholds: { warning: 3 } }],
            ['Kyoto', { capacity: 8, thresholds: {} }],
          ]),
        ],
      ]),
      combinations: [
        {
          when: new Map([
            ['RAM', '64 GB'],
            ['Location', 'Tokyo'],
          ]),
          capacity: 2,
          thresholds: {},
        },
        { when: new Map([['A', 'b']]), capacity: 3, thresholds: {} },
      ],
    });
    expect(products?.get(14)?.thresholds).toEqual({ warning: 9, critical: 2 });
  });

  test('that repeats values of YAML is a warning, which names both places', async () => {
    const { problems, warnings } = await load(oneSite(`limits: stock.csv\n${YAML}`), { 'stock.csv': TABLE });
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      'stock.csv:2: warning: config.yaml:9:32 sets the same value; delete one of the two (and 5 more values that are set twice)',
    ]);
  });

  test('changes the digest of its site by its values alone', async () => {
    const digestOf = async (text: string) =>
      (await load(oneSite('limits: stock.csv'), { 'stock.csv': text })).digest;
    expect(await digestOf(TABLE.replace(',17,23', ',16,24').replaceAll('KVM', 'Cloud'))).toBe(
      await digestOf(TABLE),
    );
    expect(await digestOf(TABLE.replace(',40,', ',41,'))).not.toBe(await digestOf(TABLE));
  });

  test('keeps names that look like something else', async () => {
    const names = [
      '3.10',
      '010',
      '${HOME}',
      '$5',
      "'quoted",
      '"',
      'a,b',
      'a;b',
      '日本',
      '-1',
      '=1+1',
      '<b>&amp;',
    ];
    const rows = names.map((name) => `1,Version,"${name.replaceAll('"', '""')}",5\n`).join('');
    const { products } = await load(oneSite('limits: stock.csv'), {
      'stock.csv': `product,option,choice,capacity\n${rows}`,
    });
    expect([...(products?.get(1)?.options.get('Version')?.keys() ?? [])]).toEqual(names);
  });
});
