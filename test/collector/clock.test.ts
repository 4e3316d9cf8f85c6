import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createSteadyTime, systemClock } from '../../src/collector/clock.js';

/** Steady times as a clock that is set by some ms shows them, each a second after the last. */
function timesOf(jumps: readonly number[]): readonly number[] {
  let [monotonic, set] = [0, 1_700_000_000_000];
  const time = createSteadyTime({ now: () => monotonic + set, monotonic: () => monotonic });
  return jumps.map((jump) => {
    monotonic += 1_000;
    set += jump;
    return time();
  });
}

test('steady time continues where the clock is set back, and follows where it is set forward', () => {
  const [first = 0, second = 0, third = 0] = timesOf([0, -3_600_000, 7_200_000]);
  expect([second - first, third - first]).toEqual([1_000, 3_602_000]);
});

test('steady time moves by a second or more in each second, however the clock is set', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 2 }), (jumps) => {
      const times = timesOf(jumps);
      for (const [index, time] of times.slice(1).entries())
        expect(time - (times[index] ?? 0)).toBeGreaterThanOrEqual(1_000);
    }),
  );
});

test('a sleep ends when its time is over, or as soon as its signal aborts', async () => {
  const end = new AbortController();
  await systemClock.sleep(1, end.signal);
  const long = systemClock.sleep(60_000, end.signal);
  end.abort();
  await long;
  await systemClock.sleep(60_000, end.signal);
});
