import { expect, test } from '@jest/globals';
import { type Changed, createChanges } from '../../src/collector/changes.js';
import { HeldClock, settle } from '../support/held-clock.js';

function waiting() {
  const clock = new HeldClock();
  const changes = createChanges(clock);
  const ended = new AbortController();
  const reported: { readonly at: number; readonly changed: Changed }[] = [];
  const next = () =>
    changes.next(ended.signal).then((changed) => reported.push({ at: clock.monotonic(), changed }));
  next();
  return { clock, changes, reported, next, ended };
}

test('a burst is one change, 250 ms after its last mark', async () => {
  const { clock, changes, reported } = waiting();
  await clock.advance(5_000);
  changes.mark([3]);
  await clock.advance(200);
  changes.mark([3, 8]);
  await clock.advance(249);
  expect(reported).toEqual([]);
  await clock.advance(1);
  expect(reported).toEqual([{ at: 5_450, changed: [3, 8] }]);
});

test('an endless burst is reported after 2 s, and the rest belongs to the next', async () => {
  const { clock, changes, reported, next } = waiting();
  for (let id = 1; id <= 30; id += 1) {
    changes.mark([id]);
    await clock.advance(100);
    if (reported.length === 1) break;
  }
  expect(reported.map(({ at }) => at)).toEqual([2_000]);
  expect(reported[0]?.changed).toHaveLength(20);
  changes.mark([99]);
  next();
  await clock.advance(250);
  expect(reported[1]?.changed).toEqual([99]);
});

test('what is marked between two waits is not lost', async () => {
  const { clock, changes, reported, next } = waiting();
  changes.mark([1]);
  await clock.advance(250);
  changes.mark([2]);
  await clock.advance(10_000);
  next();
  await settle();
  expect(reported.at(-1)).toEqual({ at: 10_250, changed: [2] });
});

test.each<[string, number[][]]>([
  ['no id, which may mean any product', [[4], []]],
  ['more than fifty ids', [Array.from({ length: 51 }, (_, index) => index + 1)]],
])('with %s everything has changed', async (_, marks) => {
  const { clock, changes, reported } = waiting();
  for (const ids of marks) changes.mark(ids);
  await clock.advance(250);
  expect(reported[0]?.changed).toBe('all');
});

test('the signal ends the wait', async () => {
  const { reported, ended } = waiting();
  ended.abort();
  await settle();
  expect(reported).toHaveLength(1);
});
