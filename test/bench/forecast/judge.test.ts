import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { fault } from '../../support/fault.js';
import { randomFrom } from '../../support/history/random.js';
import { runProgram } from '../../support/run-program.js';
import { readSalesFile } from './sales-file.js';

const folder = mkdtempSync(join(tmpdir(), 'judge-'));
afterAll(() => rmSync(folder, { recursive: true }));

const STEPS_PER_DAY = 96;
const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const logOf = (items: readonly object[], more: object = {}) =>
  JSON.stringify({ days: 60, stepMinutes: 15, items, ...more });

/** Returns two units a day at random times. */
const sales = (days: number, random = randomFrom(1)) =>
  Array.from({ length: 2 * days }, () => Math.floor(random() * days * STEPS_PER_DAY));

describe('a log of sales', () => {
  test('may be in any order, with several units in a step, and without units a day', () => {
    const steps = sales(60);
    const sorted = [...steps, 5, 5].sort((one, other) => one - other);
    const [shuffled, ordered] = [[5, ...steps, 5], sorted].map((steps, index) =>
      readSalesFile(file(`${index}.json`, logOf([{ item: 'one', steps }]))),
    );
    expect(shuffled).toEqual(ordered);
    expect(shuffled?.[0]?.wanted[5]).toBeGreaterThanOrEqual(2);
    expect(shuffled?.[0]?.perDay).toBeCloseTo(122 / 60, 5);
  });

  const refused: readonly (readonly [what: string, text: string, message: string])[] = [
    ['that is empty', '', 'it is not JSON'],
    ['that is a table', 'day,item,units\n2026-01-01,one,3\n', 'it is not JSON'],
    ['of another form', '[{"date":"2026-01-01","units":3}]', 'it is not a log of sales'],
    ['with a head only', logOf([]), 'the log has no item'],
    [
      'with steps of another length',
      logOf([{ item: 'one', steps: [1] }], { stepMinutes: 60 }),
      'stepMinutes',
    ],
    ['with a sale before the first day', logOf([{ item: 'one', steps: [-1] }]), 'a step is the number'],
    ['with a sale after the last day', logOf([{ item: 'one', steps: [60 * 96] }]), 'after the last day'],
    ['without days', logOf([{ item: 'one', steps: [1] }], { days: 0 }), 'a log covers 1 to 10000 days'],
  ];
  test.each(refused)('%s is refused', (_, text, message) => {
    const path = file('refused.json', text);
    expect(() => readSalesFile(path)).toThrow(message);
  });
});

fault(
  'process',
  'npm run judge:forecast on a good log, a missing one and one of rare sales',
  'one line of result for the good one, a reason for each of the others, and exit code 1',
  async () => {
    const good = file('good.json', logOf([{ item: 'only one', perDay: 2, steps: sales(60) }]));
    const rare = file('rare.json', logOf([{ item: 'rare', perDay: 0.02, steps: [9] }]));
    const missing = join(folder, 'missing.json');
    const { code, out, err } = await runProgram(process.execPath, [
      ...['scripts/run.js', 'test/bench/forecast/judge.ts', missing, good, rare],
    ]);
    const form = /^.+: foreseen \d+ of \d+ \([\d.]+ %\), false \d+ of \d+ \([\d.]+ %\), limit \d+ of \d+$/;
    const lines = out.split('\n').filter((line) => form.test(line));
    expect(lines).toHaveLength(1);
    expect(lines[0]?.startsWith(`${good}: `)).toBe(true);
    expect(out.trimEnd().endsWith(lines[0] ?? '')).toBe(true);
    expect(err).toContain(`${missing} can't be judged: ENOENT`);
    expect(err).toContain(`${rare} can't be judged: no item sells 0.3 units a day or more`);
    expect(code).toBe(1);
  },
);
