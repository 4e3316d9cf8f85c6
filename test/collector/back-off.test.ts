import { describe, expect, test } from '@jest/globals';
import { intervalInForce, jitter, startDelays } from '../../src/collector/back-off.js';

const MINUTE = 60_000;

describe('the interval in force', () => {
  test.each([
    [0, 1],
    [1, 1],
    [2, 2],
    [3, 4],
    [4, 8],
    [5, 15],
    [500, 15],
  ])('after %i failures in a row of a site polled each minute is %i minutes', (failures, minutes) => {
    expect(intervalInForce(MINUTE, failures)).toBe(minutes * MINUTE);
  });

  test('is never shorter than configured', () => {
    expect(intervalInForce(60 * MINUTE, 9)).toBe(60 * MINUTE);
  });

  test('keeps to a Retry-After, within 15 minutes', () => {
    expect(intervalInForce(MINUTE, 1, 5 * MINUTE)).toBe(5 * MINUTE);
    expect(intervalInForce(MINUTE, 1, Number.POSITIVE_INFINITY)).toBe(15 * MINUTE);
  });
});

test('jitter spreads by a tenth and never shortens', () => {
  expect(jitter(1_000, () => 0)).toBe(1_000);
  expect(jitter(1_000, () => 0.999)).toBeLessThan(1_100);
});

test('one site starts at once, a thousand within seconds', () => {
  expect(startDelays([undefined], () => 0.9)).toEqual([0]);
  expect(Math.max(...startDelays(new Array(1_000).fill(undefined), () => 0.9))).toBeLessThanOrEqual(5_000);
});

test('sites whose stock is known from before start in the order of its age', () => {
  const delays = startDelays([30, 10, undefined, 20], () => 0.5);
  const [youngest = 0, oldest = 0, , middle = 0] = delays;
  expect([oldest, middle, youngest]).toEqual([oldest, middle, youngest].toSorted((a, b) => a - b));
  expect(new Set(delays).size).toBeGreaterThan(2);
  expect(Math.max(...delays)).toBeLessThanOrEqual(60);
});
