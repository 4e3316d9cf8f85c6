import { expect, test } from '@jest/globals';
import { inSlices, Slices } from '../src/slices.js';
import { mapInSteps } from '../src/stock/work.js';

test('long work gives way after a few milliseconds, and short work never does', async () => {
  let time = 0;
  let pauses = 0;
  const slices = () =>
    new Slices(
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
  await inSlices(mapInSteps(list.slice(0, 15), take(1)), slices());
  expect(pauses).toBe(0);
});

test('an error in a step ends the work with it', async () => {
  const fail = (): never => {
    throw new Error('broken');
  };
  await expect(inSlices(mapInSteps([1], fail))).rejects.toThrow('broken');
});
