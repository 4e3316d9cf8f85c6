import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countSets, keyOfSet } from '../../src/stock/choice-sets.js';

test('the key of a set of choices is the same in any order, and of numbers', () => {
  expect(keyOfSet([10, 9, 100])).toBe('9,10,100');
  expect(keyOfSet([100, 9, 10])).toBe('9,10,100');
  expect(keyOfSet([7])).toBe('7');
});

test('units of services count for each wanted set of choices that they have wholly', () => {
  const sets = new Map([
    ['1,2,3', 4],
    ['1,3', 2],
    ['2', 1],
    ['12', 9],
  ]);
  const wanted = [[1, 3], [1, 2], [2], [3, 2, 1], [4], [1, 4]];
  expect(countSets(sets, wanted)).toEqual([6, 4, 5, 4, 0, 0]);
  expect(countSets(sets, [])).toEqual([]);
  expect(countSets(new Map(), [[1]])).toEqual([0]);
});

test('a set of a common and a rare choice is compared with the services of the rare one only', () => {
  let comparisons = 0;
  const set = (...ids: readonly number[]) =>
    Object.assign([...ids], {
      every(this: readonly number[], isHeld: (id: number) => boolean) {
        comparisons += 1;
        return Array.prototype.every.call(this, isHeld);
      },
    });
  const wanted = [set(1, 2), set(1, 3), set(1, 4)];
  const services = [2, 3, 4].map((id, index) => [`1,${id}`, index + 1] as const);
  expect(countSets(new Map([...services, ['1', 9]]), wanted)).toEqual([1, 2, 3]);
  expect(comparisons).toBe(3);
});

const ids = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 });

test('the units of any sets are those that a search of all of them finds', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(ids, fc.nat({ max: 9 }))), fc.array(ids), (services, wanted) => {
      const sets = new Map(services.map(([set, units]) => [keyOfSet(set), units]));
      const expected = wanted.map((set) =>
        [...sets]
          .filter(([key]) => set.every((id) => key.split(',').includes(`${id}`)))
          .reduce((sum, [, units]) => sum + units, 0),
      );
      expect(countSets(sets, wanted)).toEqual(expected);
    }),
  );
});
