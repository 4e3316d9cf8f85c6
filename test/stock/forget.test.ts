import { expect, test } from '@jest/globals';
import { listForgotten } from '../../src/stock/forget.js';

/** Things that were last seen at the time that their key says. */
const seen = (count: number) => Array.from({ length: count }, (_, at) => [at, at] as const);
const forgottenOf = (count: number, current: number) =>
  listForgotten(count, current, () => seen(count).reverse());

test('ten thousand vanished things are remembered', () => {
  expect(forgottenOf(10_500, 500)).toEqual([]);
});

test('of more vanished things the five thousand that vanished last are remembered', () => {
  expect(forgottenOf(10_501, 500)).toEqual(seen(5_001).map(([key]) => key));
});
