import { expect, test } from '@jest/globals';
import type { Product } from '../../src/stock/catalogue.js';
import { NO_LIMITS, type ProductLimits } from '../../src/stock/limits.js';
import { takeSnapshot } from '../../src/stock/snapshot.js';
import { listSoldOut } from '../../src/stock/sold-out.js';
import { finish } from '../../src/stock/work.js';
import { capacities, held, product, when } from '../support/limited-shop.js';
import { siteConfig } from '../support/site.js';

/** What is proven of one product, by its limits. */
function proven(changes: Partial<Product>, own: Partial<ProductLimits> = {}, areUnitsRecent = true) {
  const limits = { products: new Map([[12, { ...NO_LIMITS, ...own }]]), pools: [] };
  const catalogue = { source: 'companion', products: [product(changes)], unreadable: 0 } as const;
  return listSoldOut(finish(takeSnapshot(siteConfig({ limits }), catalogue)), areUnitsRecent);
}

const tokyo = (capacity: number) => ({ options: new Map([['Location', capacities({ Tokyo: capacity })]]) });
const TOKYO = { pid: 12, option: 1, choice: 10 };

test('products without stock are sold out, also oversold ones', () => {
  expect(proven({ stock: { kind: 'limited', quantity: 0 } })).toEqual([{ pid: 12 }]);
  expect(proven({ stock: { kind: 'limited', quantity: -2 } })).toEqual([{ pid: 12 }]);
  expect(proven({ stock: { kind: 'limited', quantity: 1 } })).toEqual([]);
  expect(proven({ stock: { kind: 'unlimited' } })).toEqual([]);
  expect(proven({ stock: { kind: 'unknown' } })).toEqual([]);
});

test('stock that is kept from an earlier reading proves nothing', () => {
  expect(proven({ stock: { kind: 'limited', quantity: 0 }, isRemembered: true })).toEqual([]);
});

test('choices and combinations without stock are sold out', () => {
  expect(proven({ usage: held(4, { 10: 4 }) }, tokyo(4))).toEqual([TOKYO]);
  expect(proven({ usage: held(5, { 10: 5 }) }, tokyo(4))).toEqual([TOKYO]);
  expect(proven({ usage: held(3, { 10: 3 }) }, tokyo(4))).toEqual([]);
  const combinations = [when({ Location: 'Tokyo', RAM: '64 GB' }, 2)];
  expect(proven({ usage: held(2, { '10,21': 2 }) }, { combinations })).toEqual([
    {
      pid: 12,
      combination: [
        [1, 10],
        [2, 21],
      ],
    },
  ]);
});

test('units that match no choice prove nothing while some may be left', () => {
  const usage = { ...held(5, { 10: 3 }), unsure: new Map([[1, 2]]), unmatched: 2 };
  expect(proven({ usage }, tokyo(4))).toEqual([]);
  expect(proven({ usage }, tokyo(3))).toEqual([TOKYO]);
});

test('units that were not counted, or too long ago, prove nothing', () => {
  expect(proven({ usage: undefined }, tokyo(0))).toEqual([TOKYO]);
  expect(proven({ usage: undefined }, tokyo(1))).toEqual([]);
  expect(proven({ usage: held(4, { 10: 4 }) }, tokyo(4), false)).toEqual([]);
});

test('a combination with units left is not sold out, and one of a sold-out product is not listed again', () => {
  const combinations = [when({ Location: 'Tokyo', RAM: '64 GB' }, 2)];
  const left = (units: number) => ({ usage: held(units, { '10,21': units }) });
  expect(proven(left(1), { combinations })).toEqual([]);
  expect(proven({ ...left(3), stock: { kind: 'limited', quantity: 5 } }, { combinations })).toHaveLength(1);
  expect(proven({ ...left(2), stock: { kind: 'limited', quantity: 0 } }, { combinations })).toEqual([
    { pid: 12 },
  ]);
  expect(proven({ ...left(2), stock: { kind: 'limited', quantity: -1 } }, { combinations })).toEqual([
    { pid: 12 },
  ]);
});
