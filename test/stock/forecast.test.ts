import { describe, expect, test } from '@jest/globals';
import { daysLeft, LEAST_BASIS_DAYS, selloutProbability, unitsToOrder } from '../../src/stock/forecast.js';
import { estimateDemand } from '../../src/stock/forecast-demand.js';
import { priorOf } from '../../src/stock/forecast-prior.js';
import { fault } from '../support/fault.js';

const LEAD_DAYS = 4;
const FIRES = 0.29;
const prior = { perDay: 0.5 };

/** Returns a past of whole days, and a today that has just begun. */
const past = (sold: readonly number[], inStock: readonly number[] = sold.map(() => Number.NaN)) => ({
  sold: [...sold, 0],
  inStock: [...inStock, Number.NaN],
  today: 0,
});
const days = (count: number, units: (day: number) => number) =>
  Array.from({ length: count }, (_, day) => units(day));
const perDay = ({ events, days }: { readonly events: number; readonly days: number }) => events / days;
const demandOf = (sold: readonly number[], inStock?: readonly number[]) =>
  estimateDemand(past(sold, inStock), prior);

describe('the demand for an item', () => {
  test('is what it sells a day', () => {
    const demand = demandOf(days(120, () => 2));
    expect(perDay(demand)).toBeCloseTo(2, 1);
    expect(demand.basisDays).toBeCloseTo(120, 0);
    expect(demand.burst).toBeCloseTo(1, 1);
  });

  test('of an item that sold nothing in four months is nearly nothing', () => {
    expect(perDay(demandOf(days(120, () => 0)))).toBeLessThan(0.08);
  });

  test('follows a launch within two weeks, and a season that ends within three', () => {
    expect(perDay(demandOf(days(120, (day) => (day < 106 ? Number(day % 10 === 0) : 4))))).toBeGreaterThan(2);
    const season = days(120, (day) => (day < 99 ? 4 : Number(day % 10 === 0)));
    expect(
      perDay(
        demandOf(
          season,
          days(120, () => 1),
        ),
      ),
    ).toBeLessThan(1.2);
  });

  test('that comes in bursts is less certain than the same demand that comes evenly', () => {
    const even = demandOf(days(112, () => 1));
    const bursts = demandOf(
      days(112, (day) => (day % 28 === 3 ? 28 : 0)),
      days(112, () => 1),
    );
    expect(bursts.burst).toBeGreaterThan(1.5);
    expect(selloutProbability(bursts, 20, 7)).toBeGreaterThan(2 * selloutProbability(even, 20, 7));
  });

  test('of a new item begins near that of its group', () => {
    const group = priorOf([
      { units: 100, days: 100 },
      { units: 140, days: 100 },
      { units: 80, days: 100 },
    ]);
    expect(
      perDay(
        estimateDemand(
          past(
            days(7, () => 0),
            days(7, () => 1),
          ),
          group,
        ),
      ),
    ).toBeGreaterThan(0.25);
    expect(
      perDay(
        estimateDemand(
          past(
            days(90, () => 0),
            days(90, () => 1),
          ),
          group,
        ),
      ),
    ).toBeLessThan(0.1);
  });
});

describe('the demand for a product that sells 3 a day', () => {
  const selling = days(60, () => 3);
  const idle = (count: number) => Array.from({ length: count }, () => ({ units: 0, days: 60 }));
  const groups = [
    ['among 2 000 products that sell nothing', [...idle(2_000), { units: 180, days: 60 }]],
    ['among 10 that sell nothing', [...idle(10), { units: 180, days: 60 }]],
    ['that is a group of its own', [{ units: 180, days: 60 }]],
    ['in a group of which nothing is known', []],
    ['among fast sellers', Array.from({ length: 50 }, () => ({ units: 6_000, days: 60 }))],
  ] as const;
  for (const [group, sales] of groups)
    fault('stock', `a product that sells 3 a day ${group}`, 'a demand of 3 a day', () => {
      const demand = estimateDemand(past(selling), priorOf(sales));
      expect(perDay(demand)).toBeGreaterThan(2.6);
      expect(perDay(demand)).toBeLessThan(3.6);
    });

  fault(
    'stock',
    'a product that is idle for four months, then sells 3 a day',
    'more than half of that after three weeks',
    () => {
      const sold = [...days(99, () => 0), ...days(21, () => 3)];
      const watched = days(120, () => 1);
      const demand = estimateDemand(past(sold, watched), priorOf(idle(2_000)));
      expect(perDay(demand)).toBeGreaterThan(1.6);
      expect(perDay(demand)).toBeLessThan(3.6);
    },
  );

  test('is that of its group in its first week, and no more than that', () => {
    const first = past(
      days(7, () => 0),
      days(7, () => 1),
    );
    expect(perDay(estimateDemand(first, priorOf(idle(2_000))))).toBeLessThan(0.01);
  });
});

describe('the forecast of a stock', () => {
  const demand = demandOf(days(120, () => 2));

  test('is sure of what is gone, and of what lasts', () => {
    expect(selloutProbability(demand, 0, LEAD_DAYS)).toBe(1);
    expect(selloutProbability(demand, -3, LEAD_DAYS)).toBe(1);
    expect(selloutProbability(demand, 1, 7)).toBeGreaterThan(0.99);
    expect(selloutProbability(demand, 100, 7)).toBeLessThan(1e-6);
    expect(daysLeft(demand, 0, 0.5)).toBe(0);
    expect(daysLeft(demand, 1_000_000, 0.1)).toBe(365);
  });

  test('grows with time, and falls with stock', () => {
    for (let stock = 1; stock < 30; stock += 1) {
      expect(selloutProbability(demand, stock, 7)).toBeGreaterThan(selloutProbability(demand, stock, 4));
      expect(selloutProbability(demand, stock, 7)).toBeGreaterThan(selloutProbability(demand, stock + 1, 7));
    }
  });

  test('says the same as days left and as probability, whatever the demand and the stock', () => {
    for (const events of [0.5, 12, 60, 4_000])
      for (const burst of [1, 3, 20])
        for (const stock of [1, 5, 40, 41, 150, 3_000])
          for (const probability of [0.1, 0.5] as const) {
            const demand = { events, days: 40, burst, basisDays: 120 };
            const days = daysLeft(demand, stock, probability);
            const found = selloutProbability(demand, stock, days);
            if (days === 365) expect(found).toBeLessThan(probability + 0.01);
            else expect(Math.abs(found - probability)).toBeLessThan(0.001);
          }
    expect(daysLeft(demand, 20, 0.5)).toBeGreaterThan(9);
    expect(daysLeft(demand, 20, 0.5)).toBeLessThan(11);
    expect(daysLeft(demand, 20, 0.1)).toBeLessThan(daysLeft(demand, 20, 0.5));
  });

  test('orders what lasts for the time in nine of ten cases, less what is there', () => {
    const units = unitsToOrder(demand, 0, 30);
    expect(units).toBeGreaterThan(60);
    expect(units).toBeLessThan(85);
    expect(selloutProbability(demand, units + 1, 30)).toBeLessThanOrEqual(0.1);
    expect(selloutProbability(demand, units, 30)).toBeGreaterThan(0.1);
    expect(unitsToOrder(demand, 20, 30)).toBe(units - 20);
    expect(unitsToOrder(demand, -5, 30)).toBe(units);
    expect(unitsToOrder(demand, 500, 30)).toBe(0);
  });
});

describe('special cases', () => {
  fault(
    'stock',
    'a new product with four sales in its first half hour',
    'no forecast for the first week',
    () => {
      const demand = estimateDemand(
        { sold: [...days(119, () => 0), 4], inStock: days(120, () => Number.NaN), today: 0.02 },
        prior,
      );
      expect(demand.basisDays).toBeLessThan(LEAST_BASIS_DAYS);
    },
  );

  fault(
    'stock',
    'a fast seller without a threshold',
    'a forecast days before, not at its last three units',
    () => {
      const demand = demandOf(days(60, () => 40));
      expect(selloutProbability(demand, 150, LEAD_DAYS)).toBeGreaterThan(FIRES);
      expect(selloutProbability(demand, 220, LEAD_DAYS)).toBeLessThan(0.01);
    },
  );

  fault(
    'stock',
    'a product that was sold out for two weeks of three',
    'the demand while it was there',
    () => {
      const sold = days(63, (day) => (day % 21 < 7 ? 3 : 0));
      const seen = demandOf(
        sold,
        days(63, (day) => Number(day % 21 < 7)),
      );
      const unseen = demandOf(sold);
      for (const demand of [seen, unseen]) {
        expect(perDay(demand)).toBeGreaterThan(2.1);
        expect(perDay(demand)).toBeLessThan(3.3);
      }
    },
  );

  fault(
    'stock',
    'the silence of an item that nobody buys, with stock all the time',
    'demand that falls',
    () => {
      const sold = days(60, (day) => (day < 30 ? 1 : 0));
      expect(
        perDay(
          demandOf(
            sold,
            days(60, () => 1),
          ),
        ),
      ).toBeLessThan(
        perDay(
          demandOf(
            sold.slice(0, 30),
            days(30, () => 1),
          ),
        ) / 2,
      );
    },
  );

  fault('stock', 'a Black Friday of twenty times the sales', 'demand as before within a fortnight', () => {
    const usual = perDay(demandOf(days(100, () => 2)));
    const rightAfter = (more: number) =>
      perDay(
        demandOf(
          [...days(100, () => 2), 40, ...days(more, () => 2)],
          days(101 + more, () => 1),
        ),
      );
    expect(rightAfter(0)).toBeLessThan(4 * usual);
    expect(rightAfter(14)).toBeLessThan(1.5 * usual);
  });

  fault('stock', 'cancelled orders', 'the demand of what was kept', () => {
    const kept = perDay(demandOf(days(90, (day) => (day % 3 === 0 ? 3 : 0))));
    const cancelled = perDay(demandOf(days(90, (day) => (day % 3 === 0 ? 9 : -3))));
    expect(cancelled).toBeGreaterThan(kept / 2);
    expect(cancelled).toBeLessThan(kept * 1.5);
  });
});
