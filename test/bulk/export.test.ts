import { afterEach, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { stringify as toCsv } from 'csv-stringify/sync';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { foldName } from '../../src/stock/names.js';
import { closeShops, NOWHERE, openShop, siteYaml, workshop } from './workshop.js';

afterEach(closeShops);

const KEYS = `    exclude: { ids: [43] }
    products:
      - id: 42
        thresholds: { warning: 5, critical: none }
        options:
          Location: { nrt1: { capacity: 30, thresholds: { warning: 8 } }, Nowhere: 4 }
          RAM: { "23": 9 }
        combinations:
          - { when: { RAM: 64 GB, Location: Tokyo }, capacity: 6, thresholds: { critical: 1 } }
          - { when: { RAM: 1 TB }, capacity: 2 }
      - { id: 43, name: cards, combinations: all }
      - { id: 99, name: "=gone", thresholds: { critical: 3 } }
`;

const ROWS = `site,product,name,option,choice,combination,capacity,warning,critical,stock,in_use
shop,42,Cloud Server,,,,,5,none,unlimited,71
shop,42,Cloud Server,Location,Frankfurt,,,,,unlimited,34
shop,42,Cloud Server,Location,Tokyo,,30,8,,7,23
shop,42,Cloud Server,Location,Virginia,,,,,unlimited,14
shop,42,Cloud Server,RAM,8 GB,,,,,unlimited,46
shop,42,Cloud Server,RAM,32 GB,,,,,unlimited,17
shop,42,Cloud Server,RAM,64 GB,,9,,,1,8
shop,42,Cloud Server,Location,Nowhere,,4,,,unknown,
shop,42,Cloud Server,,,"Location=Tokyo, RAM=64 GB",6,,1,1,4
shop,42,Cloud Server,,,RAM=1 TB,2,,,unknown,
`;

describe('export', () => {
  test('prints what is configured and what may be, with the stock of now', async () => {
    const { url } = await openShop({ companion: true });
    const shop = await workshop(siteYaml(url, KEYS));
    const { code, out, err } = await shop.run('export');
    expect([code, err]).toEqual([0, '']);
    const [header = '', ...rows] = out.split('\n');
    expect([header, ...rows.filter((row) => row.includes(',42,')), ''].join('\n')).toBe(ROWS);
    expect(rows).toContain('shop,18,Storage VPS 4 TB Frankfurt,,,,,,,-2,1');
    expect(rows).toContain('shop,43,GPU Cloud,,,GPU=2x L4,,,,unknown,');
    expect(rows).toContain("shop,99,'=gone,,,,,,3,unknown,");
    const back = await shop.run('import', [await shop.write('back.csv', out)]);
    expect(back).toEqual({ code: 0, out: 'nothing changes in config.yaml\n', err: '' });
  });

  test('prints the configuration alone where it is offline', async () => {
    const shop = await workshop(siteYaml(NOWHERE, KEYS));
    const { out } = await shop.run('export', ['--offline']);
    expect(out).toBe(`site,product,name,option,choice,combination,capacity,warning,critical,stock,in_use
shop,42,,,,,,5,none,,
shop,42,,Location,nrt1,,30,8,,,
shop,42,,Location,Nowhere,,4,,,,
shop,42,,RAM,23,,9,,,,
shop,42,,,,"RAM=64 GB, Location=Tokyo",6,,1,,
shop,42,,,,RAM=1 TB,2,,,,
shop,43,cards,,,,,,,,
shop,99,'=gone,,,,,,3,,
`);
  });

  test('reads through anchors and aliases', async () => {
    const keys = '    products: &all\n      - &one { id: 1, thresholds: { warning: 5 } }\n';
    const second = siteYaml(NOWHERE, '    products: *all\n').replace('sites:\n', '').replace('shop', 'other');
    const shop = await workshop(siteYaml(NOWHERE, keys) + second);
    const { out } = await shop.run('export', ['--offline']);
    expect(out).toContain('shop,1,,,,,,5,,,\nother,1,,,,,,5,,,\n');
    const table = await shop.write('all.csv', out);
    expect((await shop.run('import', [table, '--offline'])).out).toBe('nothing changes in config.yaml\n');
    const changed = await shop.write('changed.csv', out.replace(',,5,', ',,6,'));
    const { err } = await shop.run('import', [changed, '--offline']);
    expect(err).toContain(
      'changed.csv:2:1: products is shared as &all in the configuration; write it out to change it',
    );
  });

  test('goes to a spreadsheet and back: discovered, exported, edited, imported, loaded', async () => {
    const { url } = await openShop({ companion: true });
    const shop = await workshop(siteYaml(url));
    const ready = shop.at('ready.yaml');
    await shop.run('discover', ['--output', ready]);
    const env = { WHMCS_SHOP_IDENTIFIER: 'demo-identifier', WHMCS_SHOP_SECRET: 'demo-secret' };
    const { out } = await shop.run('export', ['--config.file', ready], env);
    const edited = out
      .replace('GPU,1x L4,,,,', 'GPU,1x L4,,48,9,2')
      .replace(/^(shop,20,KVM 2 GB Tokyo),,,,,,/m, '$1,,,,,5,none')
      .replaceAll(',', ';');
    const table = await shop.write('edited.csv', edited);
    const imported = await shop.run('import', ['--config.file', ready, table], env);
    expect(imported).toEqual({
      code: 0,
      out: '2 changes in ready.yaml; reload the exporter to use them\n',
      err: '',
    });
    const loaded = await shop.run('check', ['--config.file', ready], env);
    expect(loaded.code).toBe(0);
    const exported = await shop.run('export', ['--config.file', ready], env);
    expect(exported.out).toContain('shop,43,GPU Cloud,GPU,1x L4,,48,9,2,39,9\n');
    expect(exported.out).toContain('shop,20,KVM 2 GB Tokyo,,,,,5,none,17,1\n');
  });
});

const SIGNS = [
  '"',
  "'",
  ',',
  ';',
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  ' ',
  '\\',
  ':',
  '#',
  '|',
  '${',
  'é',
  '日',
  '𝕏',
];
const name = fc
  .array(fc.oneof(fc.constantFrom(...SIGNS), fc.string({ unit: 'grapheme', maxLength: 3 })), { maxLength: 5 })
  .map((parts) => parts.join(''))
  .filter((text) => foldName(text) !== '' && text !== '__proto__' && !text.includes('\0'));
const names = (maxLength: number) => fc.uniqueArray(name, { minLength: 1, maxLength, selector: foldName });
const byName = <T>(value: fc.Arbitrary<T>, most: number) =>
  names(most).chain((keys) =>
    fc
      .array(value, { minLength: keys.length, maxLength: keys.length })
      .map((values) => Object.fromEntries(keys.map((key, index) => [key, values[index]]))),
  );
const units = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const thresholds = fc
  .record(
    { warning: fc.oneof(units, fc.constant('none')), critical: fc.oneof(units, fc.constant('none')) },
    { requiredKeys: [] },
  )
  .filter(
    ({ warning, critical }) =>
      !(typeof warning === 'number' && typeof critical === 'number' && critical > warning),
  );
const plan = fc.record({ capacity: units, thresholds }, { requiredKeys: [] });
const products = fc.uniqueArray(
  fc.record(
    {
      id: fc.integer({ min: 1, max: 50 }),
      name,
      thresholds,
      options: byName(byName(fc.oneof(units, plan), 3), 3),
      combinations: fc.oneof(
        fc.constant('all'),
        byName(name, 3).chain((when) => plan.map((rest) => [{ when, ...rest }])),
      ),
    },
    { requiredKeys: ['id'] },
  ),
  { selector: ({ id }) => id, maxLength: 4 },
);

test.each([true, false])(
  'export and import of any configuration change nothing (offline: %j)',
  async (offline) => {
    const { url } = await openShop({ companion: true });
    const flags = offline ? ['--offline'] : [];
    await fc.assert(
      fc.asyncProperty(products, async (list) => {
        const escaped = JSON.parse(JSON.stringify(list), (_key, value) =>
          typeof value === 'string' ? value.replaceAll('$', '$$$$') : value,
        );
        const shop = await workshop(
          `${siteYaml(url)}${stringify({ products: escaped }).replace(/^/gm, '    ').trimEnd()}\n`,
        );
        const before = await shop.text();
        const exported = await shop.run('export', flags);
        expect(exported.err).toBe('');
        const table = await shop.write('all.csv', exported.out);
        const imported = await shop.run('import', [table, ...flags]);
        expect(imported).toEqual({ code: 0, out: 'nothing changes in config.yaml\n', err: '' });
        expect(await shop.text()).toBe(before);
      }),
      { numRuns: offline ? 150 : 40 },
    );
  },
  60_000,
);

test('what a table says of any configuration is what it says then', async () => {
  await fc.assert(
    fc.asyncProperty(products, units, async (list, level) => {
      const escaped = JSON.parse(JSON.stringify(list).replaceAll('$', '$$$$'));
      const shop = await workshop(
        `${siteYaml(NOWHERE)}${stringify({ products: escaped }).replace(/^/gm, '    ').trimEnd()}\n`,
      );
      const { out } = await shop.run('export', ['--offline']);
      const rows: string[][] = parse(out);
      const wanted = rows.map((row, index) => {
        if (index === 0) return row;
        const isProduct = row[3] === '' && row[5] === '';
        return [...row.slice(0, 6), isProduct ? '' : String(level), String(level), 'none', '', ''];
      });
      const table = await shop.write('all.csv', toCsv(wanted, { quoted_match: /[\r\n]/ }));
      const { code, err } = await shop.run('import', [table, '--offline']);
      expect([code, err]).toEqual([0, '']);
      const after: string[][] = parse((await shop.run('export', ['--offline'])).out);
      expect(after).toEqual(wanted);
    }),
    { numRuns: 150 },
  );
}, 60_000);
