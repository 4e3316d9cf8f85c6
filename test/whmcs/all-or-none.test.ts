import { expect, test } from '@jest/globals';
import pLimit from 'p-limit';
import { allOrNone } from '../../src/whmcs/all-or-none.js';

const never = new AbortController().signal;

test('does one thing for each, in their order', async () => {
  expect(await allOrNone([3, 1, 2], never, async (number) => number * 2)).toEqual([6, 2, 4]);
});

test('after a failure no queue is left to be worked off, and the failure is thrown', async () => {
  const limit = pLimit(1);
  const begun: number[] = [];
  const work = (number: number, signal: AbortSignal) =>
    limit(async () => {
      signal.throwIfAborted();
      begun.push(number);
      throw new Error(`the fault of ${number}`);
    });
  await expect(allOrNone([1, 2, 3, 4], never, work)).rejects.toThrow('the fault of 1');
  await limit(async () => {});
  expect(begun.length).toBeLessThanOrEqual(2); // the next may begin in the moment between failing and being heard of
});
