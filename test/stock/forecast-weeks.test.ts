import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Past, watchedShares } from '../../src/stock/forecast-past.js';
import { weeksOf } from '../../src/stock/forecast-weeks.js';

const days = (count: number, units: number): readonly number[] => Array(count).fill(units);
/** Returns the weeks of a past that is known from orders, except that today was in stock and is over. */
const ofOrders = (...sold: readonly number[]) => weeksOf({ sold, inStock: [1], today: 1 });

describe('the weeks of a past', () => {
  test('end today, and the first one may be shorter', () => {
    expect(ofOrders(...days(10, 2))).toEqual({ units: [6, 14], days: [3, 7] });
    expect(ofOrders(...days(14, 2))).toEqual({ units: [14, 14], days: [7, 7] });
    expect(ofOrders(2)).toEqual({ units: [2], days: [1] });
  });

  test('of an item that never sold are all days without demand', () => {
    expect(ofOrders(...days(9, 0))).toEqual({ units: [0, 0], days: [2, 7] });
    expect(ofOrders(...days(4, 0), ...days(5, -1))).toEqual({ units: [0, 0], days: [2, 7] });
  });

  test('lack days of a silence that demand can not explain', () => {
    const weeks = ofOrders(...days(14, 3), ...days(14, 0), ...days(14, 3));
    expect(weeks.units).toEqual([21, 21, 0, 0, 21, 21]);
    expect(weeks.days.map((count) => Number(count.toFixed(6)))).toEqual([7, 7, 0, 0, 7, 7]);
  });

  test('have the days of a silence in which there was stock', () => {
    const sold = [...days(14, 3), ...days(14, 0)];
    expect(weeksOf({ sold, inStock: days(28, 1), today: 1 }).days).toEqual([7, 7, 7, 7]);
    expect(weeksOf({ sold, inStock: days(14, 1), today: 1 }).days).toEqual([7, 7, 7, 7]);
  });

  test('have no fewer than 0 units, however many orders were cancelled', () => {
    expect(ofOrders(...days(7, 2), ...days(7, -2)).units).toEqual([14, 0]);
  });
});

describe('the days that an item was for sale', () => {
  test('are those in stock, a day after it sold out, and those without readings', () => {
    const unread = Number.NaN;
    for (const [inStock, today, shares] of [
      [[1, 1, 0.25], 0.25, [1, 1, 0.25]],
      [[1, 0.5, 0, 0, 0], 1, [1, 1, 0.5, 0, 0]],
      [[0, 0, 0.25, 0, 0], 1, [1, 0, 1, 0.25, 0]],
      [[0, unread, 0, 0], 1, [1, 1, 1, 0]],
      [[1, unread, unread], 0.5, [1, 1, 0.5]],
      [[0.75, 0.75, 0.75], 0.5, [1, 1, 0.75]],
      [[0, 0], 0.5, [1, 0]],
    ] as const)
      expect(watchedShares({ sold: days(5, 0), inStock, today })).toEqual(shares);
  });
});

/** Returns the chance that an item was for sale in so many days without sales, at a rate. */
function presence(length: number, perDay: number): number {
  const byChance = 0.999 * Math.exp(-perDay * length);
  return byChance / (byChance + 0.001);
}

/** Finds the weeks day by day: each silent day looks for its own silence. */
function weeksByDay(past: Past) {
  const sold = Array.from(past.sold);
  const inStock = [
    ...Array<number>(sold.length - past.inStock.length).fill(Number.NaN),
    ...Array.from(past.inStock),
  ];
  const shares = [...Array<number>(sold.length - past.inStock.length).fill(1), ...watchedShares(past)];
  const silent = sold.map((units, day) => units <= 0 && Number.isNaN(inStock[day]));
  const first = sold.findIndex((units) => units > 0);
  const sum = (list: readonly number[]) => list.reduce((total, one) => total + one, 0);
  const perDay = Math.max(0, sum(sold.slice(first)) - 1) / Math.max(1, sum(shares.slice(first)));
  const present = (day: number) => {
    if (first < 0 || !silent[day]) return 1;
    const before = silent.lastIndexOf(false, day);
    const after = silent.indexOf(false, day);
    return presence((after < 0 ? sold.length : after) - before - 1, perDay);
  };
  const weekOf = (day: number) => Math.floor((day - (sold.length % 7 || 7)) / 7) + 1;
  const count = weekOf(sold.length - 1) + 1;
  const weeks = { units: Array<number>(count).fill(0), days: Array<number>(count).fill(0) };
  sold.forEach((units, day) => {
    const week = weekOf(day);
    weeks.units[week] = (weeks.units[week] ?? 0) + units;
    weeks.days[week] = (weeks.days[week] ?? 0) + present(day) * (shares[day] ?? 0);
  });
  return { ...weeks, units: weeks.units.map((units) => Math.max(0, units)) };
}

const day = fc.record({
  units: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: -1, max: 4 })),
  share: fc.constantFrom(Number.NaN, Number.NaN, 0, 0.25, 1),
});

test('the weeks of any past are those that a search day by day finds', () => {
  const pasts = fc.tuple(fc.array(day, { minLength: 1, maxLength: 40 }), fc.nat({ max: 45 }));
  fc.assert(
    fc.property(pasts, fc.constantFrom(0.25, 1), ([list, unread], today) => {
      const watched = list.slice(Math.min(unread, list.length - 1)).map(({ share }) => share);
      const inStock = watched.map((share, index) => (index === watched.length - 1 ? share * today : share));
      const past = { sold: list.map(({ units }) => units), inStock, today };
      const [found, expected] = [weeksOf(past), weeksByDay(past)];
      expect(found.units).toEqual(expected.units);
      expect(found.days).toHaveLength(expected.days.length);
      for (const [week, count] of expected.days.entries()) expect(found.days[week]).toBeCloseTo(count, 9);
    }),
    { numRuns: 500 },
  );
});
