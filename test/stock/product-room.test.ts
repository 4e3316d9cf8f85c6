import { describe, expect, test } from '@jest/globals';
import type { Drawn } from '../../src/stock/pool-left.js';
import { roomOfProduct } from '../../src/stock/product-room.js';
import { exactly, INFINITE } from '../../src/stock/range.js';
import type { RoomLimit } from '../../src/stock/room.js';
import { ADDRESSES, BACKUP, held, LOCATION, map, option, product } from '../support/limited-shop.js';

const limit = (name: string, left: number): RoomLimit => ({
  ...{ name, left: exactly(left), isMeasured: true, isMissing: false },
});
const drawn = (left: number, units: number, choices: Readonly<Record<string, number>>): Drawn => ({
  ...limit('pool ram', left),
  draw: { units, choices: new Map([...map(choices)].map(([id, draw]) => [Number(id), draw])) },
});
const RAM = option(2, 'RAM', 'radio', '64 GB', '8 GB', '16 GB');
const hide = (id: number) => ({
  ...RAM,
  choices: RAM.choices.map((choice) => ({ ...choice, hidden: choice.id === id })),
});
const ofRam = { 20: 64, 21: 8, 22: 16 };
const none = () => [];

describe('the room of a product in a pool', () => {
  const room = (pool: Drawn, changes: Parameters<typeof product>[0]) =>
    roomOfProduct(product(changes), [], [pool], none)?.units;

  test('is for the choices that draw least, wherever they stand', () => {
    expect(room(drawn(80, 0, ofRam), { options: [RAM] })).toBe(10);
    expect(room(drawn(80, 0, { 20: 8, 21: 64, 22: 64 }), { options: [RAM] })).toBe(10);
    expect(room(drawn(80, 2, ofRam), { options: [RAM, LOCATION] })).toBe(8);
  });

  test('is for a choice that customers can pick', () => {
    expect(room(drawn(80, 0, ofRam), { options: [hide(21)] })).toBe(5);
  });

  test('is unlimited if a choice, or an option without choices, draws nothing', () => {
    expect(room(drawn(80, 0, { 20: 64, 21: 8 }), { options: [RAM] })).toBeUndefined();
    expect(room(drawn(80, 0, ofRam), { options: undefined })).toBeUndefined();
    expect(room(drawn(80, 0, ofRam), { options: [{ ...RAM, choices: [] }] })).toBeUndefined();
  });

  test('does not count options that need not be picked', () => {
    const pool = drawn(80, 1, { 30: 8, 40: 8 });
    expect(room(pool, { options: [ADDRESSES, BACKUP] })).toBe(80);
  });

  test('is oversold by at most its units in use', () => {
    const options = [RAM];
    expect(room(drawn(-80, 0, ofRam), { options, usage: held(3, {}) })).toBe(0);
    expect(room(drawn(-80, 0, ofRam), { options, usage: undefined })).toBe(0);
  });
});

describe('the room of a product by its options', () => {
  const limits = map({ 20: [limit('a', 3)], 21: [limit('b', 4)], 22: [limit('c', 5)] });
  const ofChoice = (id: number) => limits.get(`${id}`) ?? [];
  const room = (...options: readonly (typeof RAM)[]) => roomOfProduct(product({ options }), [], [], ofChoice);

  test('is the sum of the choices that customers can pick', () => {
    expect(room(RAM)).toEqual({ units: 12, limit: 'option RAM' });
    expect(room(hide(21))).toEqual({ units: 8, limit: 'option RAM' });
    expect(room(RAM, LOCATION)).toEqual({ units: 12, limit: 'option RAM' });
  });

  test('is not limited by an option without choices, or that need not be picked', () => {
    expect(room({ ...RAM, choices: [] })).toBeUndefined();
    for (const kind of ['quantity', 'yesno'] as const) expect(room({ ...RAM, kind })).toBeUndefined();
  });

  test('is the least of all limits', () => {
    const own = [{ ...limit('the product', 0), left: INFINITE }, limit('the product', 11)];
    expect(roomOfProduct(product({ options: [RAM] }), own, [], ofChoice)).toEqual({
      ...{ units: 11, limit: 'the product' },
    });
  });
});
