import { afterEach, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { unguardText } from '../../src/config/limits/spreadsheet-text.js';
import { loadConfig } from '../../src/config/load.js';
import type { Limits } from '../../src/stock/limits.js';
import { foldName } from '../../src/stock/names.js';
import { createRandomShop, randomProducts, randomRows, randomValues } from './random-limits.js';
import { closeShops, NOWHERE, openShop, siteYaml, workshop } from './workshop.js';

afterEach(closeShops);

const KEYS = '    limits: stock.csv\n';

/** What is set, in one form for tables, rows of JSON and loaded configurations. */
const describeLimit = (
  product: number,
  names: readonly (readonly string[])[],
  { capacity, warning, critical }: Limits['thresholds'] & { readonly capacity?: Limits['capacity'] },
) =>
  JSON.stringify([product, names.map((pair) => pair.map(foldName)).toSorted(), capacity, warning, critical]);

async function loadedLimits(path: string): Promise<ReadonlySet<string>> {
  const { sites } = await loadConfig(path, {});
  const limit = (product: number, names: readonly (readonly string[])[], { capacity, thresholds }: Limits) =>
    capacity === undefined && Object.keys(thresholds).length === 0
      ? []
      : [describeLimit(product, names, { capacity, ...thresholds })];
  return new Set(
    [...(sites[0]?.limits.products ?? [])].flatMap(([id, { thresholds, options, combinations }]) => [
      ...limit(id, [], { capacity: undefined, thresholds }),
      ...[...options].flatMap(([option, choices]) =>
        [...choices].flatMap(([choice, own]) => limit(id, [[option, choice]], own)),
      ),
      ...combinations.flatMap(({ when, ...own }) => limit(id, [...when], own)),
    ]),
  );
}

const dialect = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t'),
  record_delimiter: fc.constantFrom('\n', '\r\n'),
  bom: fc.boolean(),
});

test('a table that is discovered and filled in sets what was filled in, and keeps it whatever changes in WHMCS', async () => {
  await fc.assert(
    fc.asyncProperty(
      randomProducts,
      fc.infiniteStream(fc.option(randomValues)),
      dialect,
      fc.nat(2),
      async (products, values, form, gone) => {
        const shop = createRandomShop(products);
        const { url } = await openShop({ shop, companion: true });
        const at = await workshop(siteYaml(url, KEYS));
        expect(await at.run('discover', ['--output', at.at('stock.csv')])).toMatchObject({ code: 0 });
        const rows: Record<string, string>[] = parse(await at.text('stock.csv'), {
          columns: true,
          bom: true,
        });
        const expected: string[] = [];
        const filled = rows.map((row) => {
          const own = values.next().value;
          const { capacity, ...thresholds } = own ?? {};
          const set = row.choice === '' ? thresholds : (own ?? {});
          const names =
            row.choice === '' ? [] : [[unguardText(row.option ?? ''), unguardText(row.choice ?? '')]];
          if (Object.keys(set).length > 0) expected.push(describeLimit(Number(row.product), names, set));
          return {
            ...row,
            ...Object.fromEntries(Object.entries(set).map(([key, value]) => [key, String(value)])),
          };
        });
        await at.write('stock.csv', stringify(filled, { header: true, ...form }));
        expect(await loadedLimits(at.path)).toEqual(new Set(expected));

        const [first] = shop.products;
        if (first && gone > 0) shop.removeProduct(first.id);
        shop.addProduct({ groupId: 1, name: 'New', monthly: '1' });
        const again = await at.run('discover', ['--output', at.at('stock.csv')]);
        expect(again).toMatchObject({ code: 0 });
        expect(await loadedLimits(at.path)).toEqual(new Set(expected));
        const third = await at.run('discover', ['--output', at.at('stock.csv')]);
        expect(third.err).toContain('stock.csv: nothing changes\n');
        await closeShops();
      },
    ),
    { numRuns: 20 },
  );
});

test('rows of JSON that are imported into an empty table set what they say', async () => {
  await fc.assert(
    fc.asyncProperty(randomRows, async (rows) => {
      const at = await workshop(siteYaml(NOWHERE, KEYS));
      const objects = rows.map(({ product, names, values }) => {
        const [pair] = names;
        const set = names.length === 0 ? { ...values, capacity: null } : values;
        if (names.length > 1) return { product, combination: Object.fromEntries(names), ...set };
        return { product, ...(pair && { option: pair[0], choice: pair[1] }), ...set };
      });
      const file = await at.write('rows.json', JSON.stringify(objects));
      const { code, err } = await at.run('import', [file, '--offline']);
      expect([code, err.replace(/^warning: .*\n/gm, '')]).toEqual([0, '']);
      const expected = rows.flatMap(({ product, names, values: { capacity, ...thresholds } }) => {
        const set = names.length === 0 || capacity === undefined ? thresholds : { capacity, ...thresholds };
        return Object.keys(set).length === 0 ? [] : [describeLimit(product, names, set)];
      });
      expect(await loadedLimits(at.path)).toEqual(new Set(expected));
      expect((await at.run('import', [file, '--offline'])).out).toBe('nothing changes\n');
    }),
    { numRuns: 50 },
  );
});
