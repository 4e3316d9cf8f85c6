import assert from 'node:assert/strict';
import { describe, expect, test } from '@jest/globals';
import { DiaryEntry, type Orders } from '../../src/stock/diary-entry.js';
import type { Past } from '../../src/stock/forecast-past.js';
import { StockDiary } from '../../src/stock/stock-diary.js';
import { fault } from '../support/fault.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOON = Date.parse('2026-03-01T12:00:00Z');
const TODAY = Math.floor(NOON / DAY);

/** Notes numbers a minute apart, and returns what was sold. */
function soldBy(numbers: readonly number[], perDay = 0): number {
  const entry = new DiaryEntry(numbers[0] ?? 0, 'companion', NOON);
  numbers.forEach((number, minute) => {
    entry.note(number, NOON + minute * 60_000, 'companion', perDay);
  });
  return entry.total;
}

/** Returns an order history until today. @param units by days ago. */
const orders = (units: Readonly<Record<string, number>>, today = TODAY): Orders => ({
  from: today - 120,
  to: today,
  days: Object.keys(units).map((ago) => today - Number(ago)),
  units: Object.values(units),
});

describe('what was sold, by what was seen of the stock', () => {
  test.each([
    ['each fall is a sale', [10, 8, 8, 7], 0, 3],
    ['a restock is none', [2, 1, 30, 28], 0, 3],
    ['a correction by hand is none', [500, 50, 49], 0, 1],
    ['a Black Friday is one where demand explains it', [500, 440, 430], 60, 70],
    ['an oversold unit is one', [1, 0, -1], 0, 2],
    ['a cancelled order is taken off the next sales', [10, 8, 9, 8, 7], 0, 3],
    ['a cancellation after the last sale leaves the counter where it was', [10, 8, 10], 0, 2],
    ['a bulk cancellation is a restock', [10, 2, 10, 9], 0, 9],
  ])('%s', (_, numbers, perDay, sold) => {
    expect(soldBy(numbers, perDay)).toBe(sold);
  });

  test('the number of another source is a new baseline, and so is the first after unlimited stock', () => {
    const entry = new DiaryEntry(10, 'companion', NOON);
    entry.note(7, NOON + 1, 'classic', 0);
    expect(entry.total).toBe(0);
    entry.note(6, NOON + 2, 'classic', 0);
    entry.interrupt();
    entry.note(2, NOON + 3, 'classic', 0);
    expect(entry.total).toBe(1);
  });

  test('what was sold while nobody watched counts by the days that passed', () => {
    const entry = new DiaryEntry(100, 'companion', NOON);
    entry.note(70, NOON + 3 * DAY, 'companion', 8);
    expect(entry.total).toBe(30);
  });
});

describe('what was sold, by the order history', () => {
  /** Returns an entry that knows a history, and sold some by falls since. */
  function known(units: Readonly<Record<string, number>>, falls = 0): DiaryEntry {
    const entry = new DiaryEntry(100, 'companion', NOON);
    entry.learn(orders(units), 0);
    for (let fall = 1; fall <= falls; fall += 1) entry.note(100 - fall, NOON + fall, 'companion', 0);
    return entry;
  }

  test('past orders are the baseline, and no sale', () => {
    expect(known({ 1: 4, 30: 2, 0: 1 }).total).toBe(0);
    expect(known({ 1: 4, 30: 2, 0: 1 }).sales()).toEqual({ units: 7, days: 120 });
  });

  test.each([
    ['sales that were seen are no others', { 1: 4, 0: 3 }, 3, 3],
    ['sales that no fall showed are added', { 1: 4, 0: 5 }, 3, 5],
    ['falls without orders were corrections, and come off the next sales', { 1: 4, 0: 1 }, 3, 3],
    ['an order of a past day that is gone was cancelled', { 1: 3, 0: 3 }, 3, 3],
    ['an import of past orders is none', { 1: 400, 9: 50, 0: 3 }, 3, 3],
    ['an import of orders of today is none, beyond what may be sales', { 1: 4, 0: 503 }, 3, 13],
  ])('%s', (_, units, falls, sold) => {
    const entry = known({ 1: 4 }, falls);
    entry.learn(orders(units), 0);
    expect(entry.total).toBe(sold);
  });

  test('what was taken too much comes off the next sales, and only once', () => {
    const entry = known({ 1: 4 }, 3);
    entry.learn(orders({ 1: 4, 0: 1 }), 0);
    entry.note(94, NOON + 10, 'companion', 0); // three more
    expect(entry.total).toBe(4);
    entry.learn(orders({ 1: 4, 0: 4 }), 0);
    expect(entry.total).toBe(4);
  });

  test('a large fall that orders explain was a sale', () => {
    const entry = new DiaryEntry(100, 'companion', NOON);
    entry.learn(orders({}), 0);
    entry.note(40, NOON + 1, 'companion', 0);
    expect(entry.total).toBe(0);
    entry.learn(orders({ 0: 60 }), 0);
    expect(entry.total).toBe(60);
  });

  test('a longer history than the last one adds the days before', () => {
    const entry = new DiaryEntry(100, 'companion', NOON);
    entry.learn({ ...orders({ 1: 4 }), from: TODAY - 15 }, 0);
    expect(entry.sales()).toEqual({ units: 4, days: 15 });
    entry.learn(orders({ 1: 4, 90: 3 }), 0);
    expect(entry.sales()).toEqual({ units: 7, days: 120 });
    expect(entry.total).toBe(0);
  });

  test('an import does not count as demand', () => {
    const entry = known({ 1: 4 });
    entry.learn(orders({ 1: 400, 0: 503 }), 0);
    expect(entry.sales().units).toBeLessThan(20);
  });

  test('days are those of the time zone of WHMCS, which may be ahead', () => {
    const entry = known({});
    entry.note(98, NOON + 10 * HOUR, 'companion', 0);
    entry.learn(orders({ 0: 2 }, TODAY + 1), 0);
    expect(entry.total).toBe(2);
    entry.note(97, NOON + 13 * HOUR, 'companion', 0);
    entry.learn(orders({ 0: 3 }, TODAY + 1), 0);
    expect(entry.total).toBe(3);
  });
});

/** Returns the shares in stock, in percent, of the days that were watched. */
const watched = ({ inStock }: Past) =>
  Array.from(inStock, (share) => Math.round(share * 100)).filter((share) => !Number.isNaN(share));

describe('a diary that is kept', () => {
  /** Returns the diary of a product that sold for days. */
  function sellFor(days: number): StockDiary {
    const diary = new StockDiary();
    for (let hour = 0, stock = 3; hour < days * 24; hour += 1) {
      if (hour % 5 === 0) stock -= 1;
      if (hour % 31 === 0) stock = 7;
      diary.note('1', stock, NOON + hour * HOUR, 'companion', 0);
    }
    return diary;
  }

  test('continues where it ended, in this process and in the next', () => {
    const before = sellFor(40);
    const kept = before.kept();
    for (const diary of [new StockDiary(kept), new StockDiary(JSON.parse(JSON.stringify(kept)))]) {
      const [old, now] = [before.find('1')?.past(NOON), diary.find('1')?.past(NOON)];
      assert(old && now);
      expect(now.sold).toEqual(old.sold);
      expect(watched(now)).toEqual(watched(old));
      expect(diary.find('1')?.total).toBe(before.find('1')?.total);
      expect(JSON.stringify(diary.kept())).toBe(JSON.stringify(kept));
    }
  });

  test.each([
    ['a unit every three days', 3 * 24, 1],
    ['eight units a day', 3, 1],
    ['thousands a day, in other numbers each day', 1, 97],
  ])(
    'takes less than 1 KB of a product that sells %s and is sold out for a part of most days',
    (_, every, most) => {
      const diary = new StockDiary();
      for (let hour = 0, stock = 0; hour < 200 * 24; hour += 1) {
        const units = 1 + ((hour * hour) % most);
        if (hour % every === 0) stock = stock >= units ? stock - units : units * 9;
        diary.note('12345', hour % 24 < hour % 7 ? 0 : stock, NOON + hour * HOUR, 'companion', 5_000);
      }
      const text = JSON.stringify(diary.kept().products);
      expect(text.length).toBeGreaterThan(200);
      expect(text.length).toBeLessThan(1_000);
    },
  );

  fault(
    'stock',
    'a restart after an import of hundreds of past orders',
    'whole units sold, on as many days as before',
    () => {
      const diary = new StockDiary();
      const { entry } = diary.note('1', 100, NOON, 'companion', 0);
      entry.learn(orders({ 1: 4 }), 0.37);
      entry.learn(orders({ 1: 400, 0: 503 }), 0.37);
      expect(Number.isInteger(entry.total)).toBe(true);
      const restored = new StockDiary(JSON.parse(JSON.stringify(diary.kept()))).find('1');
      expect(restored?.past(NOON)).toEqual(entry.past(NOON));
    },
  );

  test('of another form is not used', () => {
    expect(new StockDiary({ ...sellFor(3).kept(), version: 99 }).find('1')).toBeUndefined();
  });

  test('counts short absences by the stock at both ends, and leaves out longer ones', () => {
    const entry = new DiaryEntry(5, 'companion', NOON);
    entry.note(5, NOON + 12 * HOUR, 'companion', 0);
    entry.note(5, NOON + 36 * HOUR, 'companion', 0);
    entry.note(5, NOON + 4.5 * DAY, 'companion', 0);
    entry.note(5, NOON + 5.5 * DAY, 'companion', 0);
    expect(Array.from(entry.past(NOON).inStock)).toEqual([NaN, 1, NaN, NaN, NaN, 1, 0]);
  });
});
