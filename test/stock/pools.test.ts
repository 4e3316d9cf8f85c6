import { describe, expect, test } from '@jest/globals';
import { assessOptions } from '../../src/stock/availability.js';
import type { Draw } from '../../src/stock/limits.js';
import { limited } from '../../src/stock/stock.js';
import { finish } from '../../src/stock/work.js';
import { assess, held, map, ofRam, pool, product, when } from '../support/limited-shop.js';

describe('a pool', () => {
  test('is enough for whole units only; where it is overdrawn, what is in use of it is oversold and nothing else', () => {
    const left = (capacity: number) =>
      assess([product({ usage: held(1, { 20: 1 }) })], {}, [pool(capacity, ofRam)]).left;
    expect(
      [left(87), left(72), left(71), left(8), left(7), left(0)].map((all) => [all['8 GB'], all['64 GB']]),
    ).toEqual([
      [9, 1],
      [8, 1],
      [7, 0],
      [0, 0],
      [-1, 0],
      [-1, 0],
    ]);
  });

  test('limits neither choices nor products that draw nothing from it', () => {
    const others = product({ id: 13, name: 'Disk' });
    const { left, choices } = assess([product(), others], {}, [pool(100, ofRam)]);
    expect(left).toMatchObject({ Tokyo: 'unlimited', Address: 'unlimited', Daily: 'unlimited' });
    expect(choices.filter(({ product: { id } }) => id === 13).map(({ stock }) => stock.kind)).not.toContain(
      'limited',
    );
  });

  test('that product and choice draw from is enough for both together', () => {
    const usage = held(3, { '10,20': 2, '11,21': 1 });
    const combinations = [when({ Location: 'Tokyo', RAM: '64 GB' })];
    const both = pool(1000, ofRam, { product: 12, units: 16 });
    const { left, together, pools } = assess([product({ usage })], { combinations }, [both]);
    expect(pools).toEqual([{ name: 'ram', unit: 'GB', capacity: 1000, inUse: 128, stock: limited(872) }]);
    expect(left).toMatchObject({ Tokyo: 54, '8 GB': 36, '64 GB': 10, Address: 'unlimited' }); // of 872
    expect(together).toEqual({ 'Location=Tokyo, RAM=64 GB': 10 });
  });

  test('is enough for what a product and both choices of a combination draw together', () => {
    const ofLocation: Draw = { product: 12, option: 'Location', choices: map({ Tokyo: 8, Osaka: 0 }) };
    const pools = [pool(872, ofRam, ofLocation, { product: 12, units: 16 })];
    const combinations = [when({ Location: 'Tokyo', RAM: '64 GB' })];
    const { left, together } = assess([product()], { combinations }, pools);
    expect(left).toMatchObject({ Tokyo: 36, '64 GB': 10 }); // 872 / 24, 872 / 80
    expect(together).toEqual({ 'Location=Tokyo, RAM=64 GB': 9 }); // 872 / 88
  });

  test('is shared by products, also by one that is not exposed', () => {
    const other = product({ id: 14, options: [], usage: held(5, {}) });
    const limits = { products: new Map(), pools: [pool(100, ofRam, { product: 14, units: 16 })] };
    const { choices, pools } = finish(
      assessOptions(
        [product(), other],
        limits,
        ({ id }) => id === 12,
        () => [],
      ),
    );
    expect(pools[0]?.inUse).toBe(80);
    expect(choices.find(({ choice }) => choice.name === '8 GB')?.stock).toEqual(limited(2));
  });

  test('limits a quantity option by one unit of it, without another product', () => {
    const draws: Draw[] = [
      { product: 12, option: 'Addresses', choices: map({ Address: 2 }) },
      { product: 12, units: 1 },
    ];
    const { left } = assess([product({ usage: held(2, {}, [[30, 3]]) })], {}, [pool(13, ...draws)]);
    expect(left).toMatchObject({ Address: 2, Tokyo: 5 }); // of 5
  });

  const UNKNOWN_TO_ALL = { Tokyo: 'unknown', '8 GB': 'unknown', Address: 'unknown', Daily: 'unknown' };
  test.each<[string, Draw, string]>([
    [
      'a choice that is not there',
      { product: 12, option: 'RAM', choices: map({ '8 GB': 8, '46 GB': 46 }) },
      'product 12: RAM: choice "46 GB" is not there; nearest: "8 GB", "64 GB"',
    ],
    [
      'an option that is not there',
      { product: 12, option: 'Memory', choices: map({ '8 GB': 8 }) },
      'product 12: option "Memory" is not there; nearest: "RAM", "Backup", "Location"',
    ],
    ['a product that is not there', { product: 99, units: 1 }, 'product 99: WHMCS does not list it'],
    [
      'one choice by its name and its id',
      { product: 12, option: 'RAM', choices: map({ '8 GB': 8, 20: 16 }) },
      'product 12: RAM: choice "8 GB" already draws from it',
    ],
  ])('that names %s leaves all unknown that it touches, with a note', (_, draw, note) => {
    const combinations = [when({ Location: 'Tokyo' })];
    const { left, together, pools, notes } = assess([product()], { combinations }, [
      pool(100, draw, { product: 12, units: 1 }),
    ]);
    expect(left).toMatchObject(UNKNOWN_TO_ALL);
    expect(together).toEqual({ 'Location=Tokyo': 'unknown' });
    expect(pools[0]?.inUse).toBeUndefined();
    expect(notes).toEqual([`pool ram: ${note}; what is left of it is unknown`]);
  });

  test('that a choice draws from by two draws, by name and by id, is unknown', () => {
    const again: Draw = { product: 12, option: '2', choices: map({ 20: 16 }) };
    const { left, notes } = assess([product()], {}, [pool(100, ofRam, again)]);
    expect(left).toMatchObject(UNKNOWN_TO_ALL);
    expect(notes).toEqual([
      'pool ram: product 12: RAM: choice "20" already draws from it; what is left of it is unknown',
    ]);
  });

  test('has at least what remains if every unit without a match took the largest draw of its option', () => {
    const usage = { ...held(3, { 20: 1 }), unsure: new Map([[2, 2]]), unmatched: 2 };
    const pools = (capacity: number) => assess([product({ usage })], {}, [pool(capacity, ofRam)]).pools[0];
    const stocks = [137, 136, 8].map((capacity) => pools(capacity)?.stock);
    expect(stocks).toEqual([{ kind: 'unknown' }, limited(0), limited(0)]); // 1 to 129, 0 to 128, -128 to 0 left
  });

  test('is unknown where a choice that draws from it was not counted, unless it draws nothing', () => {
    const usage = { ...held(3, {}), choices: new Map() };
    const poolOf = (eight: number, large: number) => {
      const draw: Draw = { product: 12, option: 'RAM', choices: map({ '8 GB': eight, '64 GB': large }) };
      const uncounted = { ...product(), usage };
      return assess([uncounted], {}, [pool(100, draw, { product: 12, units: 1 })]).pools[0];
    };
    expect(poolOf(8, 64)).toMatchObject({ inUse: undefined, stock: { kind: 'unknown' } });
    expect(poolOf(0, 64)).toMatchObject({ stock: { kind: 'unknown' } });
    expect(poolOf(0, 0)).toMatchObject({ inUse: 3, stock: limited(97) });
  });

  test('is unknown where the use of one product that draws from it is', () => {
    const other = product({ id: 14, options: [], usage: undefined });
    const { left, pools } = assess([product(), other], {}, [pool(100, ofRam, { product: 14, units: 16 })]);
    expect(pools[0]?.inUse).toBeUndefined();
    expect(left).toMatchObject({ '8 GB': 'unknown', Tokyo: 'unlimited' });
  });
});
