import { describe, expect, test } from '@jest/globals';
import { assessOptions } from '../../src/stock/availability.js';
import type { Product } from '../../src/stock/catalogue.js';
import { NO_LIMITS, type Pool, type ProductLimits } from '../../src/stock/limits.js';
import type { Measured } from '../../src/stock/measure.js';
import { ANY, exactly, INFINITE, type Range } from '../../src/stock/range.js';
import { limitOfOption, type RoomLimit, roomOf } from '../../src/stock/room.js';
import { limited } from '../../src/stock/stock.js';
import { finish } from '../../src/stock/work.js';
import { held, map, ofRam, pool, product } from '../support/limited-shop.js';

const by = (measure: string): Measured => ({ measure });

/** Assesses product 12 by its limits, pools, and what is measured. */
function assess(
  numbers: Readonly<Record<string, number>>,
  own: Partial<ProductLimits>,
  pools: readonly Pool[] = [],
  changes: Partial<Product> = {},
) {
  const limits = { products: new Map([[12, { ...NO_LIMITS, ...own }]]), pools };
  const found = finish(
    assessOptions(
      [product(changes)],
      limits,
      () => true,
      () => [],
      ({ measure }) => numbers[measure],
    ),
  );
  const ofChoice = (name: string) => found.choices.find(({ choice }) => choice.name === name);
  return {
    product: found.rooms.get(12),
    pools: found.pools,
    combinations: found.combinations.map(({ room, stock }) => ({ room, stock })),
    room: (choice: string) => ofChoice(choice)?.room,
    stock: (choice: string) => ofChoice(choice)?.stock,
  };
}

const locations = (limits: Readonly<Record<string, Measured | number>>) => ({
  options: map({
    Location: new Map(
      Object.entries(limits).map(([name, limit]) => [
        name,
        typeof limit === 'number'
          ? { capacity: limit, thresholds: {} }
          : { capacity: undefined, left: limit, thresholds: {} },
      ]),
    ),
  }),
});

describe('room', () => {
  test('is what a product has left as measured, whatever WHMCS says is left', () => {
    const found = assess({ a: 6 }, { left: by('a') }, [], { stock: limited(40) });
    expect(found.product).toEqual({ units: 6, limit: 'the product' });
  });

  test('is its measured capacity less the units in use', () => {
    expect(assess({ a: 6 }, { capacity: by('a') }, [], { usage: held(4, {}) }).product?.units).toBe(2);
    expect(assess({ a: 6 }, { capacity: by('a') }, [], { usage: held(7, {}) }).product?.units).toBe(0);
    expect(assess({ a: 6 }, { capacity: by('a') }, [], { usage: undefined }).product).toEqual({
      ...{ units: undefined, limit: 'the product', why: 'not_counted' },
    });
  });

  test('is the least of a measured pool, shared by what draws from it, with the choices that draw least', () => {
    const usage = held(3, { '10,20': 2, '11,21': 1 });
    const ram: Pool = { ...pool(0, ofRam, { product: 12, units: 16 }), capacity: by('ram') };
    const found = assess({ ram: 1000 }, {}, [ram], { usage });
    expect(found.pools).toEqual([
      { name: 'ram', unit: 'GB', capacity: 1000, inUse: 128, stock: limited(872) },
    ]);
    expect(found.product).toEqual({ units: 36, limit: 'pool ram' }); // 872 / (16 + 8)
    expect(found.room('64 GB')?.units).toBe(10);
    expect(found.stock('64 GB')).toEqual(limited(10));
  });

  test('of a pool whose rest is measured needs no count of what is in use', () => {
    const hosts: Pool = { ...pool(0, { product: 12, units: 1 }), capacity: undefined, left: by('free') };
    const found = assess({ free: 3 }, {}, [hosts], { usage: undefined });
    expect(found.product).toEqual({ units: 3, limit: 'pool ram' });
    expect(found.pools[0]).toMatchObject({ capacity: undefined, inUse: undefined, stock: limited(3) });
  });

  test('of a product is for all its choices together, and of a choice for itself', () => {
    const found = assess({ tokyo: 2, osaka: 5 }, locations({ Tokyo: by('tokyo'), Osaka: by('osaka') }));
    expect(found.product).toEqual({ units: 7, limit: 'option Location' });
    expect(found.room('Tokyo')).toEqual({ units: 2, limit: 'its own' });
    expect(found.stock('Tokyo')).toEqual(limited(2));
  });

  test('counts limits set by hand too, if one of them is measured', () => {
    expect(assess({}, locations({ Tokyo: 2, Osaka: 5 })).product).toBeUndefined();
    expect(assess({}, {}, [pool(9, { product: 12, units: 1 })]).product).toBeUndefined();
    expect(assess({ a: 4 }, { left: by('a'), ...locations({ Tokyo: 1, Osaka: 2 }) }).product).toEqual({
      ...{ units: 3, limit: 'option Location' },
    });
  });

  test('of a pool with a capacity set by hand is unknown while its measured rest is', () => {
    const hosts: Pool = { ...pool(9, { product: 12, units: 1 }), left: by('free') };
    expect(assess({ free: 3 }, {}, [hosts]).product?.units).toBe(3);
    expect(assess({}, {}, [hosts]).product).toEqual({
      ...{ units: undefined, limit: 'pool ram', why: 'not_measured' },
    });
  });

  test('is unknown if a limit is unknown, unless another leaves none', () => {
    const location = locations({ Tokyo: by('tokyo') });
    expect(assess({ a: 5 }, { left: by('a'), ...location }).room('Tokyo')).toEqual({
      ...{ units: undefined, limit: 'its own', why: 'not_measured' },
    });
    expect(assess({ a: 0 }, { left: by('a'), ...location }).room('Tokyo')).toEqual({
      ...{ units: 0, limit: 'the product' },
    });
    expect(assess({}, location).stock('Tokyo')).toEqual({ kind: 'unknown' });
    const ram: Pool = { ...pool(0, ofRam), capacity: by('ram') };
    const found = assess({}, { left: by('a') }, [ram]);
    expect(found.pools).toEqual([
      { name: 'ram', unit: 'GB', capacity: undefined, inUse: 0, stock: { kind: 'unknown' } },
    ]);
    expect([found.product?.units, found.room('8 GB')?.units, found.stock('8 GB')]).toEqual([
      ...[undefined, undefined, { kind: 'unknown' }],
    ]);
  });

  test('of a combination is the least of its own, its choices, the pools and the product', () => {
    const when = { when: map({ Location: 'Tokyo', RAM: '64 GB' }), thresholds: {} };
    const room = (numbers: Readonly<Record<string, number>>) =>
      assess(
        numbers,
        {
          ...{ left: by('product'), ...locations({ Tokyo: by('tokyo') }) },
          combinations: [{ ...when, capacity: undefined, left: by('own') }],
        },
        [{ ...pool(0, ofRam), capacity: undefined, left: by('ram') }],
        { stock: limited(2) },
      ).combinations[0];
    const all = { product: 9, tokyo: 9, own: 9, ram: 9 * 64 };
    expect(room(all)).toEqual({ room: { units: 9, limit: 'its own' }, stock: limited(2) });
    expect(room({ ...all, product: 8 })?.room).toEqual({ units: 8, limit: 'the product' });
    expect(room({ ...all, tokyo: 8 })?.room).toEqual({ units: 8, limit: 'Tokyo' });
    expect(room({ ...all, own: 1 })).toEqual({ room: { units: 1, limit: 'its own' }, stock: limited(1) });
    expect(room({ ...all, ram: 8 * 64 + 63 })?.room).toEqual({ units: 8, limit: 'pool ram' });
  });

  test('ignores hidden choices, which customers can not pick', () => {
    const [location, ...others] = product().options ?? [];
    const choices = location?.choices.map((choice) => ({ ...choice, hidden: choice.name === 'Osaka' })) ?? [];
    const options = location ? [{ ...location, choices }, ...others] : others;
    const limits = locations({ Tokyo: by('tokyo'), Osaka: by('osaka') });
    expect(assess({ tokyo: 2 }, limits, [], { options }).product?.units).toBe(2);
  });
});

/** A measured limit, with defaults for what a test does not set. */
const limit = (name: string, left: Range, changes: Partial<RoomLimit> = {}): RoomLimit => ({
  ...{ name, left, isMeasured: true, isMissing: false },
  ...changes,
});

describe('the room that limits leave', () => {
  test('is unknown while a measured capacity is, unless another limit leaves none', () => {
    const location = {
      options: map({ Location: new Map([['Tokyo', { capacity: by('tokyo'), thresholds: {} }]]) }),
    };
    expect(assess({ a: 5 }, { left: by('a'), ...location }).room('Tokyo')).toEqual({
      ...{ units: undefined, limit: 'its own', why: 'not_measured' },
    });
    expect(assess({ a: 0 }, { left: by('a'), ...location }).room('Tokyo')).toEqual({
      ...{ units: 0, limit: 'the product' },
    });
    expect(assess({}, { capacity: by('a') }).product).toEqual({
      ...{ units: undefined, limit: 'the product', why: 'not_measured' },
    });
  });

  test('is undefined if what is measured limits nothing', () => {
    expect(roomOf([])).toBeUndefined();
    expect(roomOf([limit('a', INFINITE)])).toBeUndefined();
    expect(roomOf([limit('a', INFINITE), limit('b', exactly(3), { isMeasured: false })])).toBeUndefined();
    expect(roomOf([limit('a', INFINITE), limit('b', exactly(3))])).toEqual({ units: 3, limit: 'b' });
  });

  test('is never below 0', () => {
    expect(roomOf([limit('a', exactly(-3))])).toEqual({ units: 0, limit: 'a' });
    expect(roomOf([limit('a', { from: -5, to: -1 }), limit('b', exactly(2))])).toEqual({
      ...{ units: 0, limit: 'a' },
    });
  });

  test('names the limit that leaves least at worst if it is not exact, and whether a query or a count lacks', () => {
    const [counted, uncounted, missing] = [
      limit('counted', { from: 5, to: 9 }),
      limit('uncounted', { from: 1, to: 9 }),
      limit('missing', ANY, { isMissing: true }),
    ];
    expect(roomOf([counted, uncounted])).toEqual({
      ...{ units: undefined, limit: 'uncounted', why: 'not_counted' },
    });
    expect(roomOf([counted, missing, uncounted])).toEqual({
      ...{ units: undefined, limit: 'missing', why: 'not_measured' },
    });
  });

  test('of an option is the sum of its choices, and none if a choice is not limited', () => {
    const [tokyo, osaka] = [limit('Tokyo', exactly(2)), limit('Osaka', exactly(5))];
    expect(limitOfOption('Location', [[tokyo], [osaka]])).toEqual([limit('Location', exactly(7))]);
    expect(limitOfOption('Location', [[tokyo], []])).toEqual([]);
    expect(limitOfOption('Location', [])).toEqual([]);
  });

  test('of an option adds nothing for an oversold choice, and takes the least limit of each choice', () => {
    const choices = [
      [limit('Tokyo', exactly(-4)), limit('Tokyo', exactly(9))],
      [limit('Osaka', exactly(5)), limit('Osaka', { from: 2, to: 6 })],
    ];
    expect(limitOfOption('Location', choices)).toEqual([limit('Location', { from: 2, to: 5 })]);
  });

  test.each(['isMeasured', 'isMissing'] as const)('of an option has %s of any of its choices', (key) => {
    const none = { isMeasured: false, isMissing: false };
    const one = limit('Tokyo', exactly(1), { ...none, [key]: true });
    const other = limit('Osaka', exactly(1), none);
    for (const choices of [
      [[one], [other]],
      [[other], [one]],
      [[other, one], [other]],
    ])
      expect(limitOfOption('Location', choices)).toEqual([
        limit('Location', exactly(2), { ...none, [key]: true }),
      ]);
    expect(limitOfOption('Location', [[other], [other]])).toEqual([limit('Location', exactly(2), none)]);
  });
});
