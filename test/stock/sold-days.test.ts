import { describe, expect, test } from '@jest/globals';
import { KEPT_DAYS, SoldDays } from '../../src/stock/sold-days.js';

/** Returns days that end today: yesterday 3 units, today 2. */
const twoDays = () => {
  const days = new SoldDays(100);
  days.add(3);
  days.continueTo(101);
  days.add(2);
  return days;
};

describe('days of sales', () => {
  test('count each unit on the day of its sale', () => {
    const days = twoDays();
    days.add(4);
    expect([days.first, days.today, [...days.sold]]).toEqual([100, 101, [3, 6]]);
  });

  test('are the same after any text, however often they were written before', () => {
    const days = twoDays();
    days.watch(101, 0.25);
    expect(days.toText()).toBe('3u2.25');
    days.add(1);
    expect(days.toText()).toBe('3u3.25');
    days.continueTo(102);
    expect(days.toText()).toBe('3u3.25o');
    days.replace(101, Float32Array.from([5, 6]));
    expect(days.toText()).toBe('5.256o');
  });

  test('continue from their text', () => {
    const days = twoDays();
    days.watch(101, 0.5);
    const restored = SoldDays.from(100, days.toText());
    expect(restored.toText()).toBe(days.toText());
    restored.continueTo(103);
    days.continueTo(103);
    restored.watch(102, 0.5);
    days.watch(102, 0.5);
    expect(restored.toText()).toBe(days.toText());
    expect([...restored.sold]).toEqual([3, 2, 0, 0]);
  });

  test('have no day that is more than wholly in stock', () => {
    const days = twoDays();
    days.watch(101, 0.75);
    days.watch(101, 0.75);
    expect(days.inStock).toEqual([Number.NaN, 1]);
    days.watch(101, -0.5); // a share that was counted twice
    expect(days.inStock).toEqual([Number.NaN, 0.5]);
  });

  test('know the share in stock of the days that were watched, the oldest too, and of no earlier one', () => {
    const days = new SoldDays(100, new Float32Array(3), [0, 0]);
    days.watch(101, 0.5);
    days.watch(102, 0.25);
    days.watch(100, 1);
    days.watch(99, 1);
    expect(days.inStock).toEqual([0.5, 0.25]);
    expect(Object.keys(days.inStock)).toEqual(['0', '1']);
  });

  test('stay as they are when the clock stands still, or goes back', () => {
    const days = twoDays();
    for (const day of [101, 100, 50]) days.continueTo(day);
    expect([days.first, [...days.sold], days.inStock]).toEqual([100, [3, 2], [Number.NaN, 0]]);
  });

  test('are dropped when they are too old, with their share in stock', () => {
    const days = twoDays();
    days.watch(101, 0.5);
    days.continueTo(100 + KEPT_DAYS);
    expect([days.first, days.sold[0], days.sold[1], days.sold.length]).toEqual([100, 3, 2, KEPT_DAYS + 1]);
    days.continueTo(101 + KEPT_DAYS);
    expect([days.first, days.sold[0], days.sold.length]).toEqual([101, 2, KEPT_DAYS + 1]);
    expect([days.inStock.length, days.inStock[0]]).toEqual([KEPT_DAYS + 1, 0.5]);
    days.continueTo(1000);
    expect([days.first, days.today, days.inStock.length]).toEqual([1000 - KEPT_DAYS, 1000, KEPT_DAYS + 1]);
    expect(days.sold.every((units) => units === 0)).toBe(true);
  });
});
