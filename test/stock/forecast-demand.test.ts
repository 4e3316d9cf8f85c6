import { expect, test } from '@jest/globals';
import { estimateDemand } from '../../src/stock/forecast-demand.js';
import type { Past } from '../../src/stock/forecast-past.js';

const days = (count: number, units: number): readonly number[] => Array(count).fill(units);
const every = (count: number, each: number, units: number) =>
  days(count, 0).map((_, day) => (day % each === 0 ? units : 0));

// `test/bench/forecast` judges these estimates on real sales. Judge again before you change a number here.
test.each<[string, readonly number[], number, number, number, number, Partial<Past>?]>([
  ['nothing', [], 0.5, 0.5, 24, 1],
  ['one day', [2], 0.5, 0.62548, 20.133, 1],
  ['silence in a slow group', days(21, 0), 0.05, 0.024168, 52.078, 1],
  ['few sales in a fast group', days(14, 1), 40, 1.2236, 13.676, 1],
  ['steady sales', days(120, 2), 0.5, 1.9761, 24.001, 1],
  ['a launch', [...every(99, 10, 1), ...days(21, 4)], 0.5, 2.6153, 1.5238, 12.866],
  ['the end of a season', [...days(99, 4), ...days(21, 0)], 0.5, 0.99022, 13.807, 1.3896],
  ['bursts', every(112, 28, 28), 0.5, 0.82941, 16.808, 5.6634],
  ['a change after four weeks', [...days(28, 1), ...days(7, 9)], 0.5, 4.0032, 1.5917, 8.1072],
  ['thousands a day', [...days(28, 40_000), ...days(14, 30_000)], 0.5, 32_381, 0.045292, 304.25],
  ['sudden sales', [...days(56, 0), ...days(7, 60)], 0.001, 15.172, 0.0055417, 3_392.7],
  [
    ...([
      'sales before and after weeks without stock',
      [...days(28, 3), ...days(14, 0), ...days(7, 3)],
    ] as const),
    ...([0.5, 2.7932, 14.138, 1.0199, { inStock: [...days(28, 1), ...days(14, 0), ...days(7, 1)] }] as const),
  ],
])('the demand after %s is the one that was judged', (_, sold, group, perDay, known, burst, changes = {}) => {
  const past: Past = { sold, inStock: days(sold.length, 1), today: 1, ...changes };
  const demand = estimateDemand(past, { perDay: group });
  const isNear = (found: number, expected: number) => Math.abs(found / expected - 1) < 1e-4;
  expect(isNear(demand.events / demand.days, perDay)).toBe(true);
  expect(isNear(demand.days, known)).toBe(true);
  expect(isNear(demand.burst, burst)).toBe(true);
  expect(demand.basisDays).toBe(changes.inStock ? 36 : sold.length);
});
