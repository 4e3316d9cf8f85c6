import { expect } from '@jest/globals';
import { fault } from '../support/fault.js';
import { type Answer, running } from '../support/running-collector.js';

/** The exposition's series of products and choices that a WHMCS with these names leads to. */
async function seriesOf(names: readonly string[]): Promise<readonly string[]> {
  const answer: Answer = {
    body: {
      result: 'success',
      totalresults: 2,
      products: {
        product: [1, 2].map((pid) => ({
          ...{ pid, gid: 1, name: names[pid - 1], groupname: names[0], stockcontrol: 1, qty: 5 },
          configoptions: {
            configoption: [{ id: pid, name: names[0], type: 1, options: choices(pid, names) }],
          },
        })),
      },
    },
  };
  const exporter = running(() => answer);
  await exporter.clock.advance(1_000);
  const series = [...(await exporter.series()).keys()];
  await exporter.stop();
  return series.filter((key) => /^whmcs_product_(stock|option_capacity)\{/.test(key));
}

const choices = (pid: number, names: readonly string[]) => ({
  option: names.map((name, index) => ({ id: pid * 100 + index, name, capacity: 3 })),
});

const isSafe = (series: string): boolean =>
  !/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Surrogate}]/u.test(series);

const LIMIT = 4 * (512 + 14) + 200;

const rows: readonly (readonly [string, readonly [string, string]])[] = [
  ['two names that differ only in U+200B', ['KVM 2', 'KVM\u200b 2']],
  ['two names that differ only in U+00AD', ['KVM\u00ad 2', 'KVM 2']],
  ['two names that differ only in U+202E', ['KVM 2\u202e', 'KVM 2']],
  ['two names that differ only in a variation selector', ['\u2764\ufe0f', '\u2764']],
  ['two names that differ only in a tag character', ['KVM 2\u{e0041}', 'KVM 2']],
  ['two names that differ only in how é is composed', ['Caf\u00e9', 'Cafe\u0301']],
  ['two names that differ only in control characters', ['KVM\u001b 2', 'KVM\u0007 2']],
  ['two names that differ only in half a character', ['KVM \ud83d', 'KVM \ude00']],
  [
    'two names of 1 MiB that differ in their last character',
    [`${'x'.repeat(2 ** 20)}1`, `${'x'.repeat(2 ** 20)}2`],
  ],
  ['two names of nothing visible', ['\u200b', '\u2060']],
];

for (const [injected, names] of rows) {
  fault(
    'api',
    `${injected}, of products and of choices`,
    'each has a series, in plain short labels',
    async () => {
      const series = await seriesOf(names);
      expect(series).toHaveLength(2 + 4);
      expect(new Set(series).size).toBe(series.length);
      expect(series.filter((one) => !isSafe(one) || one.length > LIMIT)).toEqual([]);
    },
  );
}

const sizes: readonly (readonly [string, readonly string[]])[] = [
  ['16 products with names of 1 MiB', Array.from({ length: 16 }, (_, id) => 'x'.repeat(2 ** 20) + id)],
  ['a product with a name of 8 MiB', ['é'.repeat(4 * 2 ** 20)]],
  ['a product with a name of 10 MiB of entities', ['&amp;'.repeat(2 * 2 ** 20)]],
  ['a product with a name of 8 MiB of blanks and invisible characters', [' \u200b'.repeat(2 * 2 ** 20)]],
];
for (const [injected, names] of sizes) {
  fault('api', injected, 'at most 5 KB of each in the page', async () => {
    const product = names.map((name, index) => ({ pid: index + 1, gid: 1, name, stockcontrol: 1, qty: 5 }));
    const exporter = running(() => ({
      body: { result: 'success', totalresults: names.length, products: { product } },
    }));
    await exporter.clock.advance(1_000);
    const series = [...(await exporter.series()).keys()];
    await exporter.stop();
    expect(series.filter((key) => key.startsWith('whmcs_product_stock{'))).toHaveLength(names.length);
    expect(series.join('').length).toBeLessThan(names.length * 5_000 + 10_000);
  });
}
