import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test } from '@jest/globals';
import { products, running } from '../support/running-collector.js';

const PRODUCTS = 4_000;
const REFRESHES = 30;
/** A fifth more than it takes, so that a second copy of anything is noticed. */
const MOST_BYTES_PER_PRODUCT = 3_000;
/** Products are replaced, and little is learned of them. */
const MOST_GROWTH = 10;
const INTERVAL_MS = 60_000;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Returns the memory in use, of the heap and outside, in bytes, once it no longer falls. */
async function inUse(): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let same = 0; same < 3; ) {
    await new Promise(setImmediate);
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    same = heapUsed + external < least * 0.999 ? 0 : same + 1;
    least = Math.min(least, heapUsed + external);
  }
  return least;
}

let stop = async () => {};
afterEach(() => stop());

/** Collects a site that sells between any two collections. */
function collect() {
  let reading = 0;
  const stockOf = (id: number) => 100 + ((id * 7 + reading) % 50);
  const answer = () => {
    reading += 1;
    return products(...Array.from({ length: PRODUCTS }, (_, id) => [id + 1, stockOf(id)] as const));
  };
  const { clock, lines, series, ...collected } = running(
    (action) => (action === 'GetProducts' ? answer() : products()),
    { intervalMs: INTERVAL_MS },
  );
  stop = collected.stop;
  const published = () => lines.filter(({ message }) => message === 'collected').length;
  return {
    series,
    async collectTimes(times: number) {
      await clock.advance(times * INTERVAL_MS);
      while (published() < reading) await new Promise(setImmediate);
    },
  };
}

test('a product takes a few kilobytes, and no more after thirty collections', async () => {
  const before = await inUse();
  const { collectTimes, series } = collect();
  await collectTimes(3);
  const first = await inUse();
  expect((first - before) / PRODUCTS).toBeLessThan(MOST_BYTES_PER_PRODUCT);

  await collectTimes(REFRESHES);
  const last = await inUse();
  expect((last - first) / PRODUCTS / REFRESHES).toBeLessThan(MOST_GROWTH);
  expect((await series()).size).toBeGreaterThan(3 * PRODUCTS);
});
