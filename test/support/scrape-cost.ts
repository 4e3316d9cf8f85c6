// Scrapes a site several times, each after a change of its telemetry. Prints the least bytes of memory
// and CPU time in µs that a scrape took, the size of what is exposed, and the CPU time of rendering it, as
// JSON. Run it with --expose-gc, and with room for new objects: then no garbage is collected in a scrape.
import { createExposition } from '../../src/metrics/exposition.js';
import { NO_MOVEMENT } from '../../src/stock/movement.js';
import { REASONS } from '../../src/whmcs/reasons.js';
import { exposedShop, productOf } from './exposed-shop.js';

const PRODUCTS = 3_000;
const SCRAPES = 9;
const NEVER = { products: Number.POSITIVE_INFINITY, options: Number.POSITIVE_INFINITY };

/** Returns the bytes in use, of the heap and of buffers. */
function memory(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** What is freed late, and other programs, only add to what a scrape takes. */
const least = (values: readonly number[]): number => Math.min(...values.filter((value) => value > 0));

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
  globalThis.gc?.();
  const before = memory();
  const started = process.cpuUsage();
  await exposition.parts('gzip');
  const cpu = process.cpuUsage(started).user;
  taken.push({ bytes: memory() - before, cpu });
}
const [bytes, cpu] = [least(taken.map((one) => one.bytes)), least(taken.map((one) => one.cpu))];
process.stdout.write(JSON.stringify({ text, published, bytes, cpu }));
