import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createPreparation } from '../../src/metrics/preparation.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('changes within a moment are prepared together, and later ones again', async () => {
  const prepare = jest.fn(async () => {});
  const prepareSoon = createPreparation(prepare);
  for (let count = 0; count < 20; count += 1) prepareSoon();
  expect(prepare).not.toHaveBeenCalled();
  await jest.advanceTimersByTimeAsync(1_000);
  expect(prepare).toHaveBeenCalledTimes(1);
  prepareSoon();
  await jest.advanceTimersByTimeAsync(1_000);
  expect(prepare).toHaveBeenCalledTimes(2);
});

test('a change while something is prepared is prepared next', async () => {
  const prepare = jest.fn(async () => {
    if (prepare.mock.calls.length === 1) prepareSoon();
  });
  const prepareSoon = createPreparation(prepare);
  prepareSoon();
  await jest.advanceTimersByTimeAsync(1_000);
  expect(prepare).toHaveBeenCalledTimes(2);
});

test('a failure does not end it', async () => {
  const prepare = jest.fn(async () => {
    throw new Error('no memory');
  });
  const prepareSoon = createPreparation(prepare);
  for (let count = 0; count < 3; count += 1) {
    prepareSoon();
    await jest.advanceTimersByTimeAsync(1_000);
  }
  expect(prepare).toHaveBeenCalledTimes(3);
});

test('what takes long is prepared seldom, however often something changes', async () => {
  const prepare = jest.fn(() => new Promise((resolve) => setTimeout(resolve, 100)));
  const prepareSoon = createPreparation(prepare);
  for (let count = 0; count < 200; count += 1) {
    prepareSoon();
    await jest.advanceTimersByTimeAsync(100);
  }
  expect(prepare.mock.calls.length).toBeGreaterThan(1);
  expect(prepare.mock.calls.length).toBeLessThan(20_000 / (25 * 100) + 3);
});
