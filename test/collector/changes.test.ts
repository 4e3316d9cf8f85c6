import { expect, test } from '@jest/globals';
import { type Changed, createChanges } from '../../src/collector/changes.js';
import { HeldClock, settle } from '../support/held-clock.js';

function waiting() {
  const clock = new HeldClock();
  const changes = createChanges(clock);
  const ended = new AbortController();
  const told: { readonly at: number; readonly changed: Changed }[] = [];
  const next = () =>
    changes.next(ended.signal).then((changed) => told.push({ at: clock.monotonic(), changed }));
  next();
  return { clock, changes, told, next, ended };
}

test('a burst is one change, 250 ms after its last mark', async () => {
  const { clock, changes, told } = waiting();
  await clock.advance(5_000);
  changes.mark([3]);
  await clock.advance(200);
  changes.mark([3, 8]);
  await clock.advance(249);
  expect(told).toEqual([]);
  await clock.advance(1);
  expect(told).toEqual([{ at: 5_450, changed: [3, 8] }]);
});

test('a burst without end is told after 2 s, and goes on as the next', async () => {
  const { clock, changes, told, next } = waiting();
  for (let id = 1; id <= 30; id += 1) {
    changes.mark([id]);
    await clock.advance(100);
    if (told.length === 1) break;
  }
  expect(told.map(({ at }) => at)).toEqual([2_000]);
  expect(told[0]?.changed).toHaveLength(20);
  changes.mark([99]);
  next();
  await clock.advance(250);
  expect(told[1]?.changed).toEqual([99]);
});

test('what is marked between two waits is not lost', async () => {
  const { clock, changes, told, next } = waiting();
  changes.mark([1]);
  await clock.advance(250);
  changes.mark([2]);
  await clock.advance(10_000);
  next();
  await settle();
  expect(told.at(-1)).toEqual({ at: 10_250, changed: [2] });
});

test.each<[string, number[][]]>([
  ['no id, which may mean any product', [[4], []]],
  ['more than fifty ids', [Array.from({ length: 51 }, (_, index) => index + 1)]],
])('with %s everything has changed', async (_, marks) => {
  const { clock, changes, told } = waiting();
  for (const ids of marks) changes.mark(ids);
  await clock.advance(250);
  expect(told[0]?.changed).toBe('all');
});

test('the signal ends the wait', async () => {
  const { told, ended } = waiting();
  ended.abort();
  await settle();
  expect(told).toHaveLength(1);
});
