import { expect, test } from '@jest/globals';
import { decodeDays, encodeDay, encodeDays } from '../../src/stock/diary-days.js';

test.each([
  [0, 1, 'i'],
  [3, 0, '3o'],
  [-2, Number.NaN, '-2u'],
  [0, 0.25, '.25'],
  [0, 0.05, '.05'],
  [0, 0.004, 'o'],
  [0, 0.996, 'i'],
])('a day with %d units sold and %d of it in stock is %j', (sold, inStock, text) => {
  expect(encodeDay(sold, inStock)).toBe(text);
  const days = decodeDays(text);
  expect(days.sold).toEqual([sold]);
  expect(encodeDays(days.sold, days.inStock, 1)).toBe(text);
});

test('equal days in a row are written once, up to the end and no further', () => {
  expect(encodeDays([0, 0, 0, 2, 0], [1, 1, 1, 1, 1], 5)).toBe('ix3 2ii');
  expect(encodeDays([0, 0, 0], [0, 0, 0], 2)).toBe('ox2 ');
  expect(encodeDays([0, 0], [], 2)).toBe('ux2 ');
  expect(encodeDays([1, 0, 0], [0.5], 3)).toBe('1uu.50');
});

test('days are the same after they are written and read', () => {
  const [sold, inStock] = [
    [0, 0, 0, 7, -1],
    [0, 0, 0, 0.5, 1],
  ];
  expect(decodeDays(encodeDays(sold, inStock, 5))).toEqual({ sold, inStock });
});
