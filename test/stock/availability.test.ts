import { describe, expect, test } from '@jest/globals';
import { assessOptions } from '../../src/stock/availability.js';
import { NO_LIMITS, type SiteLimits } from '../../src/stock/limits.js';
import type { Option, Usage } from '../../src/stock/options.js';
import { limited, UNKNOWN } from '../../src/stock/stock.js';
import { finish } from '../../src/stock/work.js';
import {
  ADDRESSES,
  assess,
  capacities,
  held,
  LOCATION,
  map,
  pool,
  product,
  RAM,
} from '../support/limited-shop.js';

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

  test('is exposed for the number in its name alone, and not if nothing is known of it', () => {
    const [tokyo, osaka] = LOCATION.choices;
    const choices = [{ ...tokyo, namedStock: limited(2) }, osaka] as Option['choices'];
    const found = assess([product({ options: [{ ...LOCATION, choices }], usage: undefined })]);
    expect(found.left).toEqual({ Tokyo: 2 });
    expect(found.rooms.size).toBe(0);
  });

  test('is exposed for the room that its product leaves, and for its capacity, whose use is unknown', () => {
    const measured = { measure: 'servers' };
    const options = [LOCATION, ADDRESSES];
    const { choices } = assess([product({ options, usage: undefined })], { left: measured });
    expect(choices.map(({ choice, room }) => [choice.name, room?.limit])).toEqual([
      ['Tokyo', 'the product'],
      ['Osaka', 'the product'],
    ]);
    const own = { options: map({ Addresses: capacities({ Address: 3 }) }) };
    expect(assess([product({ options, usage: undefined })], own).left).toEqual({ Address: 'unknown' });
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

test('a product that is not exposed has neither choices, combinations nor room', () => {
  const limits = {
    products: new Map([[12, { ...NO_LIMITS, left: { measure: 'servers' }, everyCombination: true }]]),
    pools: [],
  };
  const found = (isExposed: boolean) => {
    const { choices, combinations, rooms } = finish(
      assessOptions(
        [product({ options: [RAM] })],
        limits,
        () => isExposed,
        () => [],
      ),
    );
    return [choices.length, combinations.length, rooms.size];
  };
  expect(found(true)).toEqual([2, 2, 1]);
  expect(found(false)).toEqual([0, 0, 0]);
});

describe('units that match no choice', () => {
  const usage: Usage = { ...held(3, { 20: 1 }), unsure: new Map([[2, 1]]), unmatched: 2 };
  const notes = [
    'product 12 (KVM): RAM: some units in use match none of its choices; they count against each choice, ' +
      'so the units left are not shown',
    'product 12 (KVM): some units in use belong to options that it does not have; no limit counts them',
  ];
  const notesOf = (limits: SiteLimits, counted = usage) => {
    const products = [product({ options: [RAM], usage: counted })];
    return finish(
      assessOptions(
        products,
        limits,
        () => true,
        () => [],
      ),
    ).notes;
  };
  const own = { products: new Map([[12, { ...NO_LIMITS, left: { measure: 'servers' } }]]), pools: [] };
  const drawn = { products: new Map(), pools: [pool(9, { product: 12, units: 1 })] };

  test('are noted if they make a limit uncertain', () => {
    expect(notesOf(own)).toEqual(notes);
    expect(notesOf(drawn)).toEqual(notes);
    expect(notesOf({ ...own, pools: drawn.pools })).toEqual(notes);
  });

  test('are not noted without limits, or if there are none', () => {
    expect(notesOf({ products: new Map(), pools: [] })).toEqual([]);
    expect(notesOf({ products: new Map(), pools: [pool(9, { product: 13, units: 1 })] })).toEqual([
      'pool ram: product 13: WHMCS does not list it; what is left of it is unknown',
    ]);
    expect(notesOf(own, held(3, { 20: 1 }))).toEqual([]);
  });
});
