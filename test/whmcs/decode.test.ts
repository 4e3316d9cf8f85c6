import { describe, expect, test } from '@jest/globals';
import {
  contentOf,
  DecodeError,
  decodeAmount,
  decodeCount,
  decodeFlag,
  decodeId,
  decodeInteger,
  decodeLargeList,
  decodeList,
  decodeOptionalCount,
  decodeRecordsIn,
  isRecord,
} from '../../src/whmcs/decode.js';
import { LargeList } from '../../src/whmcs/large-list.js';
import { decodeOptionKind } from '../../src/whmcs/option-kind.js';

/** Returns the decoded value, or the message of its refusal. */
function outcome(decode: () => unknown): unknown {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return `refused: ${error.message}`;
  }
}

const LARGE = new LargeList(Buffer.from('[1,{"a":2}]'), 1, [2, 10]);

describe('a list', () => {
  test.each<[unknown, unknown]>([
    [undefined, []],
    [null, []],
    ['', []],
    [false, []],
    [[], []],
    [{}, []],
    [
      [1, 'x'],
      [1, 'x'],
    ],
    [{ 0: 'a', 12: 'b' }, ['a', 'b']],
    [{ id: 1 }, [{ id: 1 }]],
    [{ 0: 'a', id: 1 }, [{ 0: 'a', id: 1 }]],
    [{ a1: 'a' }, [{ a1: 'a' }]],
    [{ '1a': 'a' }, [{ '1a': 'a' }]],
    ['secret', 'refused: expected a list, found a text of 6 characters'],
    [0, 'refused: expected a list, found 0'],
    [true, 'refused: expected a list, found true'],
  ])('%j is %j', (value, expected) => {
    expect(outcome(() => decodeList(value))).toEqual(expected);
    expect(outcome(() => decodeLargeList(value))).toEqual(expected);
  });

  test('that is large is read whole only on demand', () => {
    expect(decodeList(LARGE)).toEqual([1, { a: 2 }]);
    expect(decodeLargeList(LARGE)).toBe(LARGE);
    expect(isRecord(LARGE)).toBe(false);
  });

  test('may have a holder', () => {
    expect(contentOf({ product: [1] }, 'product')).toEqual([1]);
    expect(contentOf({ other: [1] }, 'product')).toEqual({ other: [1] });
    expect(contentOf([1], 'product')).toEqual([1]);
    expect(contentOf(null, 'product')).toBeNull();
  });

  test.each<[unknown, unknown]>([
    [{ option: [{ id: 1 }, { id: 2 }] }, [{ id: 1 }, { id: 2 }]],
    [{ option: { id: 1 } }, [{ id: 1 }]],
    [[{ id: 1 }, {}], [{ id: 1 }]],
    [undefined, []],
    [{ option: '' }, []],
    [{ option: [{ id: 1 }, null] }, 'refused: option: expected objects'],
    [{ option: [[]] }, 'refused: option: expected objects'],
    [{ option: ['x'] }, 'refused: option: expected objects'],
  ])('of records, %j is %j', (value, expected) => {
    expect(outcome(() => decodeRecordsIn(value, 'option'))).toEqual(expected);
  });
});

describe('an integer', () => {
  test.each<[unknown, unknown]>([
    [undefined, undefined],
    [null, undefined],
    ['', undefined],
    [' ', undefined],
    [0, 0],
    [-7, -7],
    ['12', 12],
    [' 12 ', 12],
    ['+12', 12],
    ['-12', -12],
    ['12.0', 12],
    ['12.00', 12],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    [1.5, 'refused: expected an integer, found 1.5'],
    [2 ** 53, 'refused: expected an integer, found 9007199254740992'],
    ['9007199254740992', 'refused: expected an integer, found a text of 16 characters'],
    ['12.', 'refused: expected an integer, found a text of 3 characters'],
    ['12.5', 'refused: expected an integer, found a text of 4 characters'],
    ['12.05', 'refused: expected an integer, found a text of 5 characters'],
    ['12 GB', 'refused: expected an integer, found a text of 5 characters'],
    ['x12', 'refused: expected an integer, found a text of 3 characters'],
    ['1,200', 'refused: expected an integer, found a text of 5 characters'],
    ['1e3', 'refused: expected an integer, found a text of 3 characters'],
    ['-', 'refused: expected an integer, found a text of 1 characters'],
    [true, 'refused: expected an integer, found true'],
    [[], 'refused: expected an integer, found a list'],
    [{}, 'refused: expected an integer, found an object'],
  ])('%j is %j', (value, expected) => {
    expect(outcome(() => decodeInteger(value))).toBe(expected);
  });

  test.each<[unknown, unknown, unknown, unknown]>([
    [undefined, 'refused: a product without an id', undefined, 'refused: units is not a count'],
    ['', 'refused: a product without an id', undefined, 'refused: units is not a count'],
    [0, 'refused: a product without an id', 0, 0],
    ['1', 1, 1, 1],
    [7, 7, 7, 7],
    [
      -1,
      'refused: a product without an id',
      'refused: units is not a count',
      'refused: units is not a count',
    ],
  ])('%j as an id is %j, as an optional count %j, as a count %j', (value, id, optional, count) => {
    expect(outcome(() => decodeId(value, 'a product'))).toBe(id);
    expect(outcome(() => decodeOptionalCount(value, 'units'))).toBe(optional);
    expect(outcome(() => decodeCount(value, 'units'))).toBe(count);
  });
});

test.each<[unknown, unknown]>([
  [undefined, undefined],
  [null, undefined],
  ['', undefined],
  [' ', undefined],
  [9.95, 9.95],
  ['9.95', 9.95],
  [' 9.95 ', 9.95],
  ['-1.00', -1],
  ['+1', 1],
  ['0', 0],
  ['123456789012345.25', 123_456_789_012_345.25],
  ['1234567890123456', 'refused: expected an amount, found a text of 16 characters'],
  ['9.', 'refused: expected an amount, found a text of 2 characters'],
  ['.9', 'refused: expected an amount, found a text of 2 characters'],
  ['9,95', 'refused: expected an amount, found a text of 4 characters'],
  ['1.234,95', 'refused: expected an amount, found a text of 8 characters'],
  ['9.95 USD', 'refused: expected an amount, found a text of 8 characters'],
  ['$9.95', 'refused: expected an amount, found a text of 5 characters'],
  [Number.NaN, 'refused: expected an amount, found NaN'],
  [Number.POSITIVE_INFINITY, 'refused: expected an amount, found Infinity'],
  [false, 'refused: expected an amount, found false'],
  [[], 'refused: expected an amount, found a list'],
])('the amount %j is %j', (value, expected) => {
  expect(outcome(() => decodeAmount(value))).toBe(expected);
});

test.each<[unknown, unknown]>([
  ...[true, 1, '1', 'on', 'yes', 'true', 'ON', ' Yes '].map((value): [unknown, unknown] => [value, true]),
  ...[false, 0, '', '0', 'off', 'no', 'false', 'FALSE', ' '].map((value): [unknown, unknown] => [
    value,
    false,
  ]),
  [undefined, undefined],
  [null, undefined],
  [2, 'refused: expected a yes or no, found 2'],
  ['neither', 'refused: expected a yes or no, found a text of 7 characters'],
  ['y', 'refused: expected a yes or no, found a text of 1 characters'],
  [[], 'refused: expected a yes or no, found a list'],
  [['1'], 'refused: expected a yes or no, found a list'],
  [{}, 'refused: expected a yes or no, found an object'],
])('the yes or no %j is %j', (value, expected) => {
  expect(outcome(() => decodeFlag(value))).toBe(expected);
});

test.each<[unknown, unknown]>([
  ['1', 'dropdown'],
  [2, 'radio'],
  ['3', 'yesno'],
  [4, 'quantity'],
  ['dropdown', 'dropdown'],
  ['Quantity', 'quantity'],
  ['0', undefined],
  [5, undefined],
  ['', undefined],
  [null, undefined],
  ['dropdowns', undefined],
])('the kind of option %j is %s', (value, expected) => {
  expect(decodeOptionKind(value)).toBe(expected);
});
