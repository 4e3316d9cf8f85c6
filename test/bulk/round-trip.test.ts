import { afterEach, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { stringify as toCsv } from 'csv-stringify/sync';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { foldName } from '../../src/stock/names.js';
import { closeShops, NOWHERE, openShop, siteYaml, workshop } from './workshop.js';

afterEach(closeShops);

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
