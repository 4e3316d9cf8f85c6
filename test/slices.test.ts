import { expect, test } from '@jest/globals';
import { giveWay, inSlices, SharedSlices } from '../src/slices.js';
import { mapInSteps } from '../src/stock/work.js';
import { OwnSlices } from './support/own-slices.js';

test('long work gives way after a few milliseconds, and short work never does', async () => {
  let time = 0;
  let pauses = 0;
  const slices = () =>
    new OwnSlices(
      () => time,
      async () => {
        pauses += 1;
      },
    );
  const take = (ms: number) => (one: number) => {
    time += ms;
    return one * 2;
  };
  const list = Array.from({ length: 1_000 }, (_, index) => index);
  expect(await inSlices(mapInSteps(list, take(0.1)), slices())).toEqual(list.map((one) => one * 2));
  expect(pauses).toBeGreaterThan(8);
  expect(pauses).toBeLessThan(14);
  pauses = 0;
  await inSlices(mapInSteps(list.slice(0, 3), take(1)), slices());
  expect(pauses).toBe(0);
});

test('an error in a step ends the work with it', async () => {
  const fail = (): never => {
    throw new Error('broken');
  };
  await expect(inSlices(mapInSteps([1], fail))).rejects.toThrow('broken');
});

test('works of many sites take one slice per turn of the event loop together', async () => {
  const shared = new SharedSlices();
  const list = Array.from({ length: 64 }, (_, index) => index);
  let turn = 0;
  let isRunning = true;
  const count = () => {
    turn += 1;
    if (isRunning) setImmediate(count);
  };
  setImmediate(count);
  /** The works that ran in each turn. */
  const ran = new Map<number, Set<number>>();
  const stay = (work: number) => (one: number) => {
    for (const end = performance.now() + 1; performance.now() < end; );
    ran.set(turn, (ran.get(turn) ?? new Set()).add(work));
    return one;
  };
  const inParts = async (): Promise<readonly number[]> => {
    for (const one of list) {
      stay(3)(one);
      await giveWay(shared);
    }
    return list;
  };
  const works = [...[0, 1, 2].map((work) => inSlices(mapInSteps(list, stay(work)), shared)), inParts()];
  expect(await Promise.all(works)).toEqual([list, list, list, list]);
  isRunning = false;
  const later = [...ran].filter(([at]) => at > 0).map(([, some]) => some.size);
  expect(later.length).toBeGreaterThan(8);
  expect(Math.max(...later)).toBe(1);
});
