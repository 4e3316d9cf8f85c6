import { expect, test } from '@jest/globals';
import { fault } from '../support/fault.js';
import { load, oneSite } from './config-folder.js';

/** So many that what takes quadratic time would take hours. */
const MANY = 1_000_000;

for (const [injected, table, shown] of [
  [
    'a table of one line that repeats "sep=" and ends in a quote',
    `${'sep='.repeat(MANY)},"`,
    'stock.csv:1: a quote that is never closed',
  ],
] as const)
  fault('configuration', injected, 'an error with its place, in time', async () => {
    const { problems } = await load(oneSite('limits: stock.csv'), { 'stock.csv': table });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(shown);
    expect(problems[0]?.length).toBeLessThan(2_000);
  });

test('the column of a fault is named below an Excel line, too, with or without a byte order mark', async () => {
  for (const start of ['sep=;\n', '\uFEFFsep=;\r\n', '"sep=;"\n']) {
    const files = { 'stock.csv': `${start}product;warning\n1;a"b\n` };
    const { problems } = await load(oneSite('limits: stock.csv'), files);
    expect(problems).toEqual([expect.stringMatching(/^stock\.csv:3: warning: a quote inside a cell/)]);
  }
});
