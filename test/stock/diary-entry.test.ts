import { describe, expect, test } from '@jest/globals';
import { DiaryEntry } from '../../src/stock/diary-entry.js';
import { StockDiary } from '../../src/stock/stock-diary.js';
import { DAY, HOUR, NOON, noted, orders, soldOn, TODAY } from '../support/diary.js';

/** Notes stocks at hours after the first reading, and returns the total sold. */
function soldBy(stocks: Readonly<Record<number, number>>, perDay = 0): number {
  const entry = noted();
  for (const [hours, stock] of Object.entries(stocks))
    entry.note(stock, NOON + Number(hours) * HOUR, 'companion', perDay);
  return entry.total;
}

describe('a fall of the stock', () => {
  test.each([
    ['of 10 units without demand', { 1: 90 }, 0, 10],
    ['of more than 10 units without demand', { 1: 89 }, 0, 0],
    ['within a day of demand and 10 units', { 1: 82 }, 8, 18],
    ['of more than that', { 1: 81 }, 8, 0],
    ['within the demand of two days and 10 units', { 48: 74 }, 8, 26],
    ['of more than that', { 48: 73 }, 8, 0],
  ])('%s counts as sold or not: %j at %d a day', (_, stocks, perDay, sold) => {
    expect(soldBy(stocks, perDay)).toBe(sold);
  });
});

describe('a rise of the stock', () => {
  test.each([
    ['of 2 units after 2 were sold today is cancelled orders', { 1: 98, 2: 100, 3: 99 }, 2],
    ['of 3 units is a restock', { 1: 95, 2: 98, 3: 97 }, 6],
    ['of more than was sold today is a restock', { 1: 99, 2: 101, 3: 100 }, 2],
    ['on the next day is a restock', { 1: 98, 13: 100, 14: 99 }, 3],
  ])('%s', (_, stocks, sold) => {
    expect(soldBy(stocks)).toBe(sold);
  });
});

describe('a past', () => {
  const shares = (entry: DiaryEntry) => Array.from(entry.past(NOON).inStock);

  test('counts an hour by the stock at its start, and a longer gap by the stock at both ends', () => {
    const entry = new DiaryEntry(5, 'companion', TODAY * DAY);
    entry.note(5, TODAY * DAY + 24 * HOUR, 'companion', 0); // the first day is whole, today begins
    entry.note(0, TODAY * DAY + 25 * HOUR, 'companion', 0);
    expect(shares(entry).at(-1)).toBeCloseTo(1 / 24, 9);
    entry.note(5, TODAY * DAY + 26 * HOUR, 'companion', 0);
    expect(shares(entry).at(-1)).toBeCloseTo(1 / 24, 9);
    entry.note(0, TODAY * DAY + 26.5 * HOUR, 'companion', 0);
    expect(shares(entry).at(-1)).toBeCloseTo(1.5 / 24, 9);
    entry.note(3, TODAY * DAY + 28.5 * HOUR, 'companion', 0);
    expect(shares(entry).at(-1)).toBeCloseTo(2.5 / 24, 9);
    entry.note(0, TODAY * DAY + 30.5 * HOUR, 'companion', 0);
    expect(shares(entry).at(-1)).toBeCloseTo(3.5 / 24, 9);
    entry.note(-1, TODAY * DAY + 40 * HOUR, 'companion', 0);
    expect(shares(entry).at(-1)).toBeCloseTo(3.5 / 24, 9);
  });

  test('ends at the given time of today', () => {
    expect(noted().past(NOON).today).toBe(0.5);
    expect(noted().past(NOON + 6 * HOUR).today).toBe(0.75);
  });

  test('begins again after more than 120 days without readings', () => {
    for (const [days, wholeFrom, units] of [
      [120, 0, 7],
      [121, 122, 0],
    ] as const) {
      const entry = noted();
      entry.learn(orders({ 0: 7 }), 0);
      entry.note(100, NOON + days * DAY, 'companion', 0);
      expect(entry.soldOn(TODAY + days, TODAY + days).wholeFrom).toBe(TODAY + wholeFrom);
      expect([entry.sales().units, entry.total]).toEqual([units, 0]);
    }
  });
});

describe('the units sold on some days', () => {
  /** An entry that sold 3 on day 0, 2 on day 1, and 1 on day 2. */
  const threeDays = () => {
    const entry = noted();
    entry.note(97, NOON + 1, 'companion', 0);
    entry.note(95, NOON + DAY, 'companion', 0);
    entry.note(94, NOON + 2 * DAY, 'companion', 0);
    return entry;
  };

  test('are those of its days, and unknown after today and before the first', () => {
    const entry = threeDays();
    expect([soldOn(entry, 0), soldOn(entry, 1), soldOn(entry, 2)]).toEqual([3, 2, 1]);
    expect([soldOn(entry, 0, 1), soldOn(entry, 1, 2), soldOn(entry, -5, 2)]).toEqual([5, 3, 6]);
    expect([soldOn(entry, -1), soldOn(entry, 3), soldOn(entry, 0, 3)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('are known completely after the first day, and from the start of an order history', () => {
    const wholeFrom = (entry: DiaryEntry) => entry.soldOn(TODAY, TODAY).wholeFrom - TODAY;
    const entry = threeDays();
    expect(wholeFrom(entry)).toBe(1);
    entry.learn(orders({ 0: 3, 1: 2, 2: 1 }, { from: TODAY - 9, to: TODAY + 2 }), 0);
    expect(wholeFrom(entry)).toBe(-9);
    expect(threeDays().soldOn(TODAY - 1, TODAY - 1).wholeFrom - TODAY).toBe(1);
  });

  test('are known completely for 120 days of readings', () => {
    const entry = threeDays();
    for (let day = 3; day <= 120; day += 1) entry.note(94, NOON + day * DAY, 'companion', 0);
    expect(entry.soldOn(TODAY + 120, TODAY + 120).wholeFrom - TODAY).toBe(0);
    const younger = threeDays();
    for (let day = 3; day < 120; day += 1) younger.note(94, NOON + day * DAY, 'companion', 0);
    expect(younger.soldOn(TODAY + 119, TODAY + 119).wholeFrom - TODAY).toBe(1);
  });

  test('are its sales, in as many days as it was seen in stock, or as the history has', () => {
    const entry = threeDays();
    expect(entry.sales()).toEqual({ units: 6, days: 1.5 }); // of the first day it is not known
    entry.learn(orders({ 0: 3, 1: 2, 2: 1 }, { from: TODAY - 9, to: TODAY + 2 }), 0);
    expect(entry.sales()).toEqual({ units: 6, days: 11 });
  });
});

test('a diary remembers ten thousand vanished items, and of more those that vanished last', () => {
  const diary = new StockDiary();
  for (let item = 0; item < 10_002; item += 1) diary.note(`${item}`, 1, NOON + item, 'companion', 0);
  const restored = new StockDiary(JSON.parse(JSON.stringify(diary.kept())));
  for (const one of [diary, restored]) {
    const keys = () => Object.keys(one.kept().products);
    one.forget(2);
    expect(keys()).toHaveLength(10_002);
    one.note('new', 1, NOON, 'companion', 0);
    one.note('0', 1, NOON + 20_000, 'companion', 0);
    one.forget(2);
    expect(keys()).toHaveLength(5_002);
    expect(keys().slice(0, 2)).toEqual(['0', '5001']);
    for (let item = 0; item < 5_000; item += 1) one.note(`again ${item}`, 1, NOON, 'companion', 0);
    one.forget(2);
    expect(keys()).toHaveLength(10_002);
  }
});

test('an entry with an order history is the same after it is written and read', () => {
  const entry = noted();
  entry.learn(orders({ 0: 3 }), 0);
  entry.note(98, NOON + HOUR, 'companion', 0);
  const code = JSON.parse(JSON.stringify(entry));
  expect(code[3]).toEqual([TODAY, 3, 2, 2]);
  const restored = DiaryEntry.from(code);
  expect(JSON.parse(JSON.stringify(restored))).toEqual(code);
  for (const one of [entry, restored]) one.learn(orders({ 0: 6 }), 0);
  expect([restored.total, restored.notedAt]).toEqual([entry.total, NOON + HOUR]);
});
