import { expect, test } from '@jest/globals';
import { createBatchSize } from '../../../src/whmcs/sources/batch-size.js';

test('the batch size grows while calls are fast, at most twofold and up to 500', () => {
  const batch = createBatchSize();
  const sizes = [1, 2, 3, 4, 5].map(() => {
    batch.succeeded(batch.size, 100);
    return batch.size;
  });
  expect(sizes).toEqual([100, 200, 400, 500, 500]);
});

test('it shrinks to what a call of a second can count, and is never 0', () => {
  const batch = createBatchSize();
  batch.succeeded(50, 5_000);
  expect(batch.size).toBe(10);
  batch.succeeded(10, 60_000);
  expect(batch.size).toBe(1);
  batch.failed(1);
  expect(batch.size).toBe(1);
  batch.succeeded(1, 100);
  expect(batch.size).toBe(2);
});

test('a call of fewer products says nothing of larger ones unless it is slow or fails', () => {
  const batch = createBatchSize();
  batch.succeeded(3, 1);
  expect(batch.size).toBe(50);
  batch.succeeded(3, 3_000);
  expect(batch.size).toBe(1);
});

test('it is half of what a failed call counted', () => {
  const batch = createBatchSize();
  batch.failed(50);
  expect(batch.size).toBe(25);
  batch.failed(1);
  expect(batch.size).toBe(25);
});
