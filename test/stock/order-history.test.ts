import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DiaryEntry } from '../../src/stock/diary-entry.js';
import { DAY, HOUR, NOON, noted, orders, soldOn, TODAY } from '../support/diary.js';

describe('an order history', () => {
  const nextDay = { to: TODAY + 1 };
  /** Returns an entry that learned a history on day 0, and is at day 1. */
  const learned = (units: Readonly<Record<number, number>>) => {
    const entry = noted();
    entry.learn(orders(units), 0);
    entry.note(100, NOON + DAY, 'companion', 0);
    return entry;
  };

  test('that begins after the end of the last one is a baseline', () => {
    const entry = learned({ 0: 2 });
    entry.learn(orders({ 1: 5 }, { from: TODAY + 1, to: TODAY + 1 }), 0);
    expect(entry.total).toBe(0);
    expect([soldOn(entry, 0), soldOn(entry, 1)]).toEqual([2, 5]);
  });

  test('that begins on the last day of the last one continues it', () => {
    const entry = learned({ 0: 2 });
    entry.learn(orders({ 0: 3, 1: 5 }, { from: TODAY, to: TODAY + 1 }), 0);
    expect(entry.total).toBe(6);
    expect([soldOn(entry, 0), soldOn(entry, 1)]).toEqual([3, 5]);
  });

  test('that lacks earlier orders cancels them, from its first day on', () => {
    const entry = learned({ [-3]: 4, [-2]: 4, [-1]: 4, 0: 2 });
    entry.learn(orders({ [-1]: 3, 0: 2, 1: 5 }, { from: TODAY - 2, ...nextDay }), 0);
    expect([-3, -2, -1, 0, 1].map((day) => soldOn(entry, day))).toEqual([4, 0, 3, 2, 5]);
    expect(entry.total).toBe(0); // 5 were sold, and 5 cancelled
    entry.learn(orders({ [-1]: 3, 0: 2, 1: 6 }, { from: TODAY - 2, ...nextDay }), 0);
    expect(entry.total).toBe(1);
  });

  test('that has more of earlier days than before adds nothing to them', () => {
    const entry = learned({ [-1]: 4 });
    entry.learn(orders({ [-1]: 40, 1: 5 }, nextDay), 0);
    expect([soldOn(entry, -1), soldOn(entry, 1), entry.total]).toEqual([4, 5, 5]);
  });

  test('of sales far beyond demand is an import, left out on the days with the most sales', () => {
    for (const [perDay, units, left, total] of [
      [0, { 0: 4, 1: 6 }, [4, 6], 10],
      [0, { 0: 4, 1: 100 }, [4, 6], 10],
      [0, { 0: 100, 1: 4 }, [6, 4], 10],
      [0, { 0: 50, 1: 60 }, [10, 0], 10],
      [5, { 0: 4, 1: 100 }, [4, 16], 20],
      [5.1, { 0: 4, 1: 100 }, [4, 17], 21],
    ] as const) {
      const entry = learned({ [-1]: 500 });
      entry.learn(orders({ [-1]: 500, ...units }, nextDay), perDay);
      expect(soldOn(entry, -1)).toBe(500);
      expect([soldOn(entry, 0), soldOn(entry, 1)]).toEqual(left);
      expect(entry.total).toBe(total);
    }
  });

  test('explains units by which the stock fell', () => {
    const entry = learned({});
    entry.note(50, NOON + DAY + HOUR, 'companion', 0); // 50 at once are no sale without an order
    expect(entry.total).toBe(0);
    entry.learn(orders({ 1: 100 }, nextDay), 0);
    expect(entry.total).toBe(60);
  });

  test('counts orders of tomorrow, by a clock that is ahead, on today', () => {
    const entry = noted();
    entry.learn(orders({ 0: 1, 1: 2 }, nextDay), 0);
    expect(soldOn(entry, 0)).toBe(3);
    entry.learn(orders({ 0: 1, 1: 3 }, nextDay), 0);
    expect([soldOn(entry, 0), entry.total]).toEqual([4, 1]);
  });

  test('is kept for 120 days, the first included', () => {
    const entry = noted();
    entry.learn(orders({ [-121]: 7, [-120]: 4, [-119]: 2 }, { from: TODAY - 400 }), 0);
    expect(entry.sales()).toEqual({ units: 6, days: 120 });
    expect([soldOn(entry, -120), soldOn(entry, -119)]).toEqual([4, 2]);
  });
});

const event = fc.oneof(
  fc.record({ hours: fc.integer({ min: 0, max: 60 }), fall: fc.integer({ min: -5, max: 20 }) }),
  fc.record({ orders: fc.dictionary(fc.constantFrom('-3', '-1', '0', '1', '2'), fc.nat({ max: 30 })) }),
);

test('an entry that is written and read continues like itself, whatever happens next', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 12 }), fc.nat({ max: 12 }), (events, at) => {
      let stock = 100;
      let time = NOON;
      let [entry, copy] = [noted(), noted()];
      events.forEach((event, index) => {
        if (index === at) copy = DiaryEntry.from(JSON.parse(JSON.stringify(entry)));
        if ('orders' in event) {
          const history = orders(event.orders, { to: Math.floor(time / DAY) });
          for (const one of [entry, copy]) one.learn(history, 1);
        } else {
          stock -= event.fall;
          time += event.hours * HOUR;
          for (const one of [entry, copy]) one.note(stock, time, 'companion', 1);
        }
      });
      expect([copy.total, copy.sales().units]).toEqual([entry.total, entry.sales().units]);
    }),
  );
});
