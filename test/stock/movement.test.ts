import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Product } from '../../src/stock/catalogue.js';
import { advance, NO_MOVEMENT } from '../../src/stock/movement.js';
import { limited, type Stock, UNKNOWN, UNLIMITED } from '../../src/stock/stock.js';
import { finish } from '../../src/stock/work.js';
import { STATED } from '../support/judged.js';

const product = (stock: Stock, id = 7): Product => ({
  id,
  name: 'KVM 2',
  group: { id: 1, name: 'VPS' },
  type: 'server',
  module: 'kvm',
  payType: 'recurring',
  ...STATED,
  visibility: 'public',
  options: undefined,
  usage: undefined,
  stock,
});

const movementAfter = (...stocks: readonly Stock[]) =>
  stocks.reduce((movement, stock) => finish(advance(movement, [product(stock)])), NO_MOVEMENT).get(7);

describe('movement of stock', () => {
  test('the first number is the baseline and moves nothing', () => {
    expect(movementAfter(limited(12))).toMatchObject({
      quantity: 12,
      source: 'companion',
      removed: 0,
      added: 0,
    });
  });

  test('a fall counts as removed, a rise as added, below zero too', () => {
    expect(movementAfter(limited(3), limited(-2), limited(8))).toMatchObject({
      quantity: 8,
      source: 'companion',
      removed: 5,
      added: 10,
    });
  });

  test('the first number of another source is a new baseline: no sale, and no restock', () => {
    const by = (stockSource: Product['stockSource'], quantity: number): Product => ({
      ...product(limited(quantity)),
      stockSource,
    });
    const readings = [
      by('companion', 20),
      by('companion', 19),
      by('classic', 120),
      by('classic', 118),
      by('companion', 17),
      by('companion', 18),
    ];
    const after = readings.reduce((movement, one) => finish(advance(movement, [one])), NO_MOVEMENT).get(7);
    expect(after).toMatchObject({ quantity: 18, source: 'companion', removed: 3, added: 1 });
  });

  test('the last change and the begin of being sold out have the time of their readings', () => {
    const at = (stockAt: number, stock: Stock): Product => ({ ...product(stock), stockAt });
    const timesOf = (...readings: readonly Product[]) => {
      const moved = readings.reduce((movement, one) => finish(advance(movement, [one])), NO_MOVEMENT).get(7);
      return [moved?.changedAt, moved?.soldOutSince];
    };
    expect(timesOf(at(1, limited(2)))).toEqual([undefined, undefined]);
    expect(timesOf(at(1, limited(2)), at(2, limited(0)), at(3, limited(-1)))).toEqual([3, 2]);
    expect(timesOf(at(1, limited(0)), at(2, UNKNOWN), at(3, limited(0)))).toEqual([undefined, 1]);
    expect(timesOf(at(1, limited(0)), at(2, limited(4)))).toEqual([2, undefined]);
    expect(timesOf(at(1, limited(0)), at(2, UNLIMITED))).toEqual([undefined, undefined]);
  });

  test('stock that was never a number has no movement', () => {
    expect(movementAfter(UNKNOWN, UNLIMITED)).toBeUndefined();
  });

  test('a sale behind a time of unknown stock is counted when the number comes back', () => {
    expect(movementAfter(limited(5), UNKNOWN, limited(3))).toMatchObject({
      quantity: 3,
      source: 'companion',
      removed: 2,
      added: 0,
    });
  });

  test('switching stock control off and on again is neither a sale nor a restock', () => {
    expect(movementAfter(limited(5), limited(4), UNLIMITED, limited(50))).toMatchObject({
      quantity: 50,
      source: 'companion',
      removed: 1,
      added: 0,
    });
  });

  test('a product that vanishes and comes back continues counting where it was', () => {
    const before = finish(
      advance(finish(advance(NO_MOVEMENT, [product(limited(5))])), [product(limited(1))]),
    );
    const gone = finish(advance(before, []));
    expect(finish(advance(gone, [product(limited(0))])).get(7)).toMatchObject({
      quantity: 0,
      source: 'companion',
      removed: 5,
      added: 0,
    });
  });

  test('counters never fall, and added less removed is the change since the baseline', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 50 }),
        (quantities) => {
          let movement = NO_MOVEMENT;
          let last = { removed: 0, added: 0 };
          for (const quantity of quantities) {
            movement = finish(advance(movement, [product(limited(quantity))]));
            const now = movement.get(7);
            if (!now) throw new Error('no movement');
            expect(now.removed).toBeGreaterThanOrEqual(last.removed);
            expect(now.added).toBeGreaterThanOrEqual(last.added);
            last = now;
          }
          expect(last.added - last.removed).toBe((quantities.at(-1) ?? 0) - (quantities[0] ?? 0));
        },
      ),
    );
  });
});

test('movement without a change is kept, and a sold-out product of an older file gets its time', () => {
  const before = finish(advance(NO_MOVEMENT, [product(limited(5))]));
  expect(finish(advance(before, [product(limited(5))])).get(7)).toBe(before.get(7));
  const sold = finish(advance(before, [product(limited(5))], () => 3)).get(7);
  expect(sold).toMatchObject({ removed: 0, sold: 3 });
  const gone = finish(advance(NO_MOVEMENT, [product(limited(0))]));
  expect(finish(advance(gone, [product(limited(0))])).get(7)).toBe(gone.get(7));
  const older = new Map([[7, { quantity: 0, source: gone.get(7)?.source, removed: 1, added: 0 }]]);
  expect(finish(advance(older, [product(limited(0))])).get(7)?.soldOutSince).toBe(gone.get(7)?.soldOutSince);
});
