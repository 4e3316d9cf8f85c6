import { expect, test } from '@jest/globals';
import { parseDay } from '../../../src/stock/sales-history.js';
import { readSalesHistory } from '../../../src/whmcs/sources/companion-sales.js';

const NOW = Date.UTC(2026, 4, 2, 12);
const day = '2026-05-01';
const row = { pid: 1, day, sold: 2, choices: [{ choiceid: 10, sold: 1 }] };
const read = (reply: object) => readSalesHistory({ ...reply }, 120, NOW);

test('a row has units per product, day and choice', () => {
  expect(read({ history: [row] })).toEqual({
    ...{ from: parseDay('2026-05-02') - 120, to: parseDay('2026-05-02'), readAt: NOW },
    products: { 1: { days: [parseDay(day)], units: [2], choices: { 10: [1] } } },
  });
});

test.each<[string, object]>([
  ['is a list', []],
  ['is missing', { pid: undefined }],
  ['names no product', { pid: 0 }],
  ['names a product that is no number', { pid: 'x' }],
  ['has no day', { day: undefined }],
  ['has a day that is a number', { day: 20260501 }],
  ['has a day in a list', { day: [day] }],
  ['has a day of a month that does not exist', { day: '2026-13-01' }],
  ['has a day that its month does not have', { day: '2026-02-30' }],
  ['has no units', { sold: undefined }],
  ['has units below 0', { sold: -1 }],
  ['has half a unit', { sold: 0.5 }],
])('a row that %s is left out, and the others are kept', (_, change) => {
  const broken = Array.isArray(change) ? change : { ...row, ...change };
  const products = read({ history: [broken, { ...row, pid: 2, choices: [] }] })?.products;
  expect(products).toEqual({ 2: { days: [parseDay(day)], units: [2], choices: {} } });
});

test.each<[string, unknown]>([
  ['is a text', 'x'],
  ['is null', null],
  ['is a list', [11, 1]],
  ['has no id', { sold: 1 }],
  ['has the id 0', { choiceid: 0, sold: 1 }],
  ['has no units', { choiceid: 11 }],
  ['has units below 0', { choiceid: 11, sold: -1 }],
])('a choice that %s is left out, and the others of its row are kept', (_, choice) => {
  const products = read({ history: [{ ...row, choices: [choice, ...row.choices] }] })?.products;
  expect(products?.[1]?.choices).toEqual({ 10: [1] });
});

test('a product, a choice and a day without sales are read too', () => {
  const history = [{ ...row, sold: 0, choices: [{ choiceid: 1, sold: 0 }] }];
  expect(read({ history })?.products).toEqual({
    1: { days: [parseDay(day)], units: [0], choices: { 1: [0] } },
  });
});

test('choices that are no list leave the row without choices', () => {
  expect(read({ history: [{ ...row, choices: 'x' }] })?.products[1]?.choices).toEqual({});
});

test.each<[string, object, string]>([
  ['the day of the companion', { companion: { today: '2026-05-03' } }, '2026-05-03'],
  ['the day of a later sale', { companion: { today: '2026-04-30' } }, day],
  ['the day of the reading, if the companion is no object', { companion: '2026-05-03' }, '2026-05-02'],
  ['the day of the reading, if its day is invalid', { companion: { today: '2026-13-01' } }, '2026-05-02'],
])('a history ends on %s', (_, reply, last) => {
  expect(read({ history: [row], ...reply })?.to).toBe(parseDay(last));
});

test('a bug is not taken for a row that can not be read', () => {
  const bug = new TypeError('x is not a function');
  const broken = {
    ...row,
    get pid() {
      throw bug;
    },
  };
  expect(() => read({ history: [broken] })).toThrow(bug);
});
