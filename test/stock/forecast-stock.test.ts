import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  daysLeft,
  forecastStock,
  MOST_DAYS,
  selloutProbability,
  unitsToOrder,
} from '../../src/stock/forecast.js';
import type { Demand } from '../../src/stock/forecast-demand.js';

const demandOf = (perDay: number, days: number, burst: number): Demand => ({
  ...{ events: perDay * days, days, burst, basisDays: 120 },
});

test('a forecast is the demand a day, the days left, and the odds of a sell-out', () => {
  const demand = demandOf(2, 40, 1.5);
  expect(forecastStock({ ...demand, basisDays: 7 }, 20, 4)).toEqual({
    perDay: 2,
    daysLeft: { early: daysLeft(demand, 20, 0.1), median: daysLeft(demand, 20, 0.5) },
    sellout: { week: selloutProbability(demand, 20, 7), leadTime: selloutProbability(demand, 20, 4) },
    ...{ basisDays: 7, demand: { ...demand, basisDays: 7 } },
  });
  expect(forecastStock({ ...demand, basisDays: 6.99 }, 20, 4)).toBeUndefined();
});

/** Any demand: from one unit a year to thousands a day, even or in bursts, known well or hardly. */
const logs = (least: number, most: number) =>
  fc.double({ min: Math.log(least), max: Math.log(most), noNaN: true }).map(Math.exp);
const demands = fc.tuple(logs(0.003, 3_000), logs(3, 400), logs(1, 50)).map((args) => demandOf(...args));

describe('of any demand and stock', () => {
  test('the days left are those after which a sell-out has the probability', () => {
    const stocks = logs(1, 1e5).map(Math.round);
    fc.assert(
      fc.property(
        demands,
        stocks,
        fc.constantFrom(0.1 as const, 0.5 as const),
        (demand, stock, probability) => {
          const days = daysLeft(demand, stock, probability);
          const [sooner, later] = [0.998, 1.002].map((share) =>
            selloutProbability(demand, stock, days * share),
          );
          if (days !== MOST_DAYS) expect(later).toBeGreaterThan(probability - 0.001);
          expect(days).toBeLessThanOrEqual(MOST_DAYS);
          expect(sooner).toBeLessThan(probability + 0.001);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('the units to order are the least that last in nine of ten cases', () => {
    const [stocks, lengths] = [fc.integer({ min: -3, max: 400 }), logs(1, 100)];
    fc.assert(
      fc.property(demands, stocks, lengths, (demand, stock, days) => {
        const units = unitsToOrder(demand, stock, days);
        const there = Math.max(0, stock) + units;
        expect(selloutProbability(demand, there + 1, days)).toBeLessThanOrEqual(0.1 + 1e-9);
        if (units > 0) expect(selloutProbability(demand, there, days)).toBeGreaterThan(0.1 - 1e-9);
      }),
      { numRuns: 300 },
    );
  });
});

test('the days left take few probabilities to find, because a shop has thousands of stocks', () => {
  let calculations = 0;
  const count = (demand: Demand): Demand => ({
    ...demand,
    get events() {
      calculations += 1;
      return demand.events;
    },
  });
  let searches = 0;
  for (const perDay of [0.02, 0.3, 2, 40])
    for (const burst of [1, 4])
      for (const stock of [1, 4, 12, 60, 500])
        for (const probability of [0.1, 0.5] as const) {
          daysLeft(count(demandOf(perDay, 30, burst)), stock, probability);
          searches += 1;
        }
  expect(calculations / searches).toBeLessThan(5);
});
