import { expect, test } from '@jest/globals';
import { amount } from '../support/long.js';
import { isSteady } from './soak/memory-trends.js';
import { runSoak } from './soak/run-soak.js';

test('at high speed no scrape fails, no counter falls and, in the long form, memory stays', async () => {
  const seconds = amount({ short: 4, long: 20 * 60 });
  const soak = await runSoak(seconds / 60);
  expect(soak.faults).toEqual([]);
  expect(soak.scrapes.count).toBeGreaterThan(0);
  for (const happened of [soak.collections, soak.failures, soak.inUse, soak.webhooks, soak.reloads])
    expect(happened).toBeGreaterThan(0);
  if (amount({ short: 0, long: 1 }))
    expect(isSteady(soak) ? [] : [soak.rss, soak.heap, soak.outside]).toEqual([]);
});
