import { expect, test } from '@jest/globals';
import {
  ANY,
  exactly,
  INFINITE,
  isExact,
  isWithheld,
  least,
  less,
  oversoldByUse,
  type Range,
  rangeOf,
  stockOf,
  UNCOUNTED,
} from '../../src/stock/range.js';
import { limited, type Stock, UNKNOWN, UNLIMITED } from '../../src/stock/stock.js';

const between = (from: number, to: number): Range => ({ from, to });
const INFINITY = Number.POSITIVE_INFINITY;

test.each<[string, Range, Stock]>([
  ['an exact number', exactly(3), limited(3)],
  ['an exact number below 0', exactly(-2), limited(-2)],
  ['no limit', INFINITE, UNLIMITED],
  ['a number that may be 0 to 3', between(0, 3), limited(0)],
  ['a number that may be -2 to 3', between(-2, 3), limited(0)],
  ['a number that is at least 1', between(1, 3), UNKNOWN],
  ['a number below 0 that is not exact', between(-3, -1), limited(-1)],
  ['a number of at most 0', between(-3, 0), limited(0)],
  ['a number of at most 0, and any below', between(-INFINITY, 0), limited(0)],
  ['a number that may be anything up to 3', between(-INFINITY, 3), UNKNOWN],
  ['nothing known', ANY, UNKNOWN],
  ['0 or no limit', between(0, INFINITY), limited(0)],
])('the stock for %s', (_, left, stock) => {
  expect(stockOf(left)).toEqual(stock);
});

test.each<[Stock, Range]>([
  [limited(4), exactly(4)],
  [UNKNOWN, ANY],
  [UNLIMITED, INFINITE],
])('the range of %j', (stock, range) => {
  expect(rangeOf(stock)).toEqual(range);
});

test.each([
  [between(1, 3), false, true],
  [between(0, 3), false, false],
  [exactly(3), true, false],
  [INFINITE, true, false],
])('%j is withheld if some units are certain to be left, but not how many', (range, exact, withheld) => {
  expect([isExact(range), isWithheld(range)]).toEqual([exact, withheld]);
});

test('the minimum of ranges lies between the minima of their ends', () => {
  expect(least([between(1, 9), between(2, 4), INFINITE])).toEqual(between(1, 4));
  expect(least([])).toEqual(INFINITE);
});

test('a number minus a range lies between the number minus its ends', () => {
  expect(less(10, between(2, 5))).toEqual(between(5, 8));
  expect(less(10, UNCOUNTED)).toEqual(between(-INFINITY, 10));
});

test.each<[string, Range, Range, Range]>([
  ['its own units at most', between(-9, -5), exactly(2), exactly(-2)],
  ['what others leave, if that is less', between(-1, 3), between(2, 4), between(-1, 3)],
  ['between its fewest and its most units', between(-9, -5), between(1, 3), between(-3, -1)],
  ['nothing, without units in use', exactly(-5), exactly(0), exactly(0)],
  ['any number, if nothing is known', between(-INFINITY, -5), exactly(2), between(-INFINITY, -2)],
])('a choice whose limits others share is oversold by %s', (_, left, inUse, oversold) => {
  expect(oversoldByUse(left, inUse)).toEqual(oversold);
});
