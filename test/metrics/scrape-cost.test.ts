import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { createExposition } from '../../src/metrics/exposition.js';
import { NO_MOVEMENT } from '../../src/stock/movement.js';
import { REASONS } from '../../src/whmcs/reasons.js';
import { exposedShop, productOf } from '../support/exposed-shop.js';

const PRODUCTS = 3_000;
const SCRAPES = 9;
const NEVER = { products: Number.POSITIVE_INFINITY, options: Number.POSITIVE_INFINITY };

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Memory that is freed late, and other programs, only add to what a scrape takes. */
const least = <T>(all: readonly T[], of: (one: T) => number): number =>
  Math.min(...all.map(of).filter((value) => value > 0));

/** Returns the bytes in use, of the heap and of buffers. */
function memory(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * Returns the bytes of memory and the CPU time in µs of a scrape of a site, the least of several, each after
 * a change of its telemetry. Beside it, the size of the exposition, and the CPU time of rendering it.
 */
async function scrape() {
  const live = async () => '# TYPE live gauge\nlive 1\n';
  const exposition = createExposition({ reasons: REASONS, live, now: () => performance.now() });
  const { telemetry, publish } = exposition.slot('main');
  const products = Array.from({ length: PRODUCTS }, (_, id) => productOf(id + 1, id % 50));
  const { snapshot } = exposedShop(products).stock;
  const publishing = process.cpuUsage();
  await publish(snapshot, NO_MOVEMENT, NEVER, new AbortController().signal);
  const { user: published } = process.cpuUsage(publishing);
  const text = Buffer.concat(await exposition.parts('identity')).length;
  const taken: { readonly bytes: number; readonly cpu: number }[] = [];
  for (let count = 0; count < SCRAPES; count += 1) {
    telemetry.intervalChanged(60 + count);
    collectGarbage(); // so that a scrape fits into the space for new objects, and nothing is collected in it
    const before = memory();
    const started = process.cpuUsage();
    await exposition.parts('gzip');
    const cpu = process.cpuUsage(started).user;
    taken.push({ bytes: memory() - before, cpu });
  }
  return {
    text,
    published,
    bytes: least(taken, ({ bytes }) => bytes),
    cpu: least(taken, ({ cpu }) => cpu),
  };
}

test('a scrape renders what changed since the last one, not all that is exposed', async () => {
  const { text, published, bytes, cpu } = await scrape();
  expect(bytes).toBeLessThan(text / 5); // it takes less than a tenth of what is exposed
  expect(cpu).toBeLessThan(published / 100); // it takes less than a 400th
});
