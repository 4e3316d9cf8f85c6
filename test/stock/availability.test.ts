import { describe, expect, test } from '@jest/globals';
import type { Option } from '../../src/stock/options.js';
import { limited, UNKNOWN } from '../../src/stock/stock.js';
import { assess, capacities, held, LOCATION, map, product } from '../support/limited-shop.js';

describe('what is left of a choice', () => {
  test('is its capacity less what is in use, below zero where more is sold', () => {
    const usage = held(12, { 10: 4, 11: 8 });
    const options = map({ Location: capacities({ Tokyo: 10, Osaka: 5 }) });
    const { left, choices } = assess([product({ usage })], { options });
    expect(left).toMatchObject({ Tokyo: 6, Osaka: -3 });
    expect(choices[0]).toMatchObject({ capacity: 10, inUse: 4, choice: { id: 10 }, option: { id: 1 } });
  });

  test('has no number if its use is unknown, and is not exposed without a limit', () => {
    const options = map({ Location: capacities({ Tokyo: 10 }) });
    const { choices, left, unmatched } = assess([product({ usage: undefined })], { options });
    expect(left).toEqual({ Tokyo: 'unknown' });
    expect([choices[0]?.inUse, unmatched]).toEqual([undefined, undefined]);
  });

  test('is unlimited without a capacity, and its units in use are exposed', () => {
    const { choices } = assess([product({ usage: held(2, { 10: 2 }) })]);
    expect(choices.map(({ stock, inUse }) => [stock.kind, inUse])).toEqual(
      [2, 0, 0, 0, 0, 0].map((inUse) => ['unlimited', inUse]),
    );
  });

  test('of an option of numbers is counted in its numbers', () => {
    const usage = held(3, {}, [[30, 11]]);
    expect(
      assess([product({ usage })], { options: map({ Addresses: capacities({ Address: 16 }) }) }).left,
    ).toMatchObject({
      Address: 5,
    });
  });

  test('is at most the number in its name', () => {
    const [tokyo, osaka] = LOCATION.choices;
    const options = [
      {
        ...LOCATION,
        choices: [
          { ...tokyo, namedStock: limited(2) },
          { ...osaka, namedStock: UNKNOWN },
        ] as Option['choices'],
      },
    ];
    const plan = { options: map({ Location: capacities({ Tokyo: 9, Osaka: 9 }) }) };
    expect(assess([product({ options })], plan).left).toEqual({ Tokyo: 2, Osaka: 'unknown' });
  });

  test('uses the configured capacity before that of WHMCS', () => {
    const choices = LOCATION.choices.map((choice) => ({ ...choice, capacity: 7 }));
    const plan = { options: map({ 1: capacities({ 10: 3 }) }) };
    expect(assess([product({ options: [{ ...LOCATION, choices }] })], plan).left).toEqual({
      Tokyo: 3,
      Osaka: 7,
    });
  });

  test('has its own thresholds before those of its product', () => {
    const options = map({ Location: map({ Tokyo: { capacity: 9, thresholds: { warning: 3 } } }) });
    const { choices } = assess([product()], { options }, [], [{ warning: 5, critical: 1 }]);
    expect(choices.slice(0, 2).map(({ thresholds }) => thresholds)).toEqual([
      [
        ['warning', 3],
        ['critical', 1],
      ],
      [
        ['warning', 5],
        ['critical', 1],
      ],
    ]);
  });
});
