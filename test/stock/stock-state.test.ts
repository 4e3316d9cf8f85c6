import { expect, test } from '@jest/globals';
import { limited, UNKNOWN, UNLIMITED } from '../../src/stock/stock.js';
import { stateOf } from '../../src/stock/stock-state.js';
import { countUnmatched, noteUnmatched } from '../../src/stock/unmatched-units.js';
import { finish } from '../../src/stock/work.js';
import { held, LOCATION, product, RAM } from '../support/limited-shop.js';

test.each([
  [limited(-1), 'oversold'],
  [limited(0), 'sold_out'],
  [limited(1), 'low'],
  [limited(5), 'low'],
  [limited(6), 'in_stock'],
  [UNKNOWN, 'unknown'],
  [UNLIMITED, 'unlimited'],
])('with thresholds of 2 and 5, %j is %s', (stock, state) => {
  expect(
    stateOf(stock, [
      ['critical', 2],
      ['warning', 5],
    ]),
  ).toBe(state);
});

test('units without a match are counted over all products whose units were counted', () => {
  const usage = (unmatched: number) => product({ usage: { ...held(9, {}), unmatched } });
  expect(finish(countUnmatched([usage(2), product({ usage: undefined }), usage(3)]))).toBe(5);
  expect(finish(countUnmatched([usage(0)]))).toBe(0);
  expect(finish(countUnmatched([product({ usage: undefined })]))).toBeUndefined();
});

test('units without a match are noted for their option, and for options that the product does not have', () => {
  const notesOf = (unmatched: number, ...unsure: readonly [number, number][]) => {
    const notes: string[] = [];
    const usage = { ...held(9, {}), unmatched, unsure: new Map(unsure) };
    noteUnmatched(product({ usage, options: [LOCATION, RAM] }), (note) => notes.push(note));
    return notes;
  };
  const ofLocation =
    'product 12 (KVM): Location: some units in use match none of its choices; they count against each ' +
    'choice, so the units left are not shown';
  const ofOthers =
    'product 12 (KVM): some units in use belong to options that it does not have; no limit counts them';
  expect(notesOf(0)).toEqual([]);
  expect(notesOf(2)).toEqual([ofOthers]);
  expect(notesOf(2, [1, 2])).toEqual([ofLocation]);
  expect(notesOf(3, [1, 2])).toEqual([ofLocation, ofOthers]);
  expect(notesOf(3, [1, 1], [2, 2])).toEqual([ofLocation, ofLocation.replace('Location', 'RAM')]);
});
