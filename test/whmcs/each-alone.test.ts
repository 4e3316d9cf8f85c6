import { expect, test } from '@jest/globals';
import { eachAlone } from '../../src/whmcs/each-alone.js';
import { WhmcsError } from '../../src/whmcs/whmcs-error.js';

const never = new AbortController().signal;
const range = (length: number) => Array.from({ length }, (_, index) => index + 1);

/** Works one element at a time, and fails as a test says. */
async function run(count: number, failure: (element: number) => unknown) {
  let turn = Promise.resolve();
  const tried: number[] = [];
  const result = await eachAlone(range(count), never, (element, signal) => {
    const mine = turn.then(async () => {
      signal.throwIfAborted();
      tried.push(element);
      const error = failure(element);
      if (error !== undefined) throw error;
      return element * 2;
    });
    turn = mine.then(
      () => {},
      () => new Promise((resolve) => setImmediate(resolve)),
    );
    return mine;
  });
  return { ...result, tried };
}

const slow = new WhmcsError('timeout', 'too slow');

test('one that fails leaves the others alone', async () => {
  const { done, failed, ended } = await run(4, (element) => (element === 2 ? slow : undefined));
  expect([...done.values()]).toEqual([2, 6, 8]);
  expect([...failed]).toEqual([[2, slow]]);
  expect(ended).toBeUndefined();
});

test('a failure of the whole site ends the work, and keeps what was done', async () => {
  const refused = new WhmcsError('permission', 'not granted');
  const { done, ended, tried } = await run(9, (element) => (element > 2 ? refused : undefined));
  expect([...done.keys()]).toEqual([1, 2]);
  expect([tried, ended]).toEqual([[1, 2, 3], refused]);
});

test('three that fail at first end the work, and ten in a row later on', async () => {
  expect((await run(9, () => slow)).tried).toEqual([1, 2, 3]);
  expect((await run(40, (element) => (element > 1 ? slow : undefined))).tried).toEqual(range(11));
  expect((await run(40, (element) => (element % 10 === 0 ? undefined : slow))).tried).toEqual([1, 2, 3]);
  expect((await run(40, (element) => (element % 10 === 1 ? undefined : slow))).tried).toEqual(range(40));
});

test('the end of the whole is no result', async () => {
  const ended = new AbortController();
  const work = eachAlone([1], ended.signal, async () => {
    ended.abort();
    throw slow;
  });
  await expect(work).rejects.toBe(slow);
});
