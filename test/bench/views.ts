// Compares the CPU time of the views of 1 000 sites with that of one answer with all of them, without the
// network. Before each measurement every site is read again. Fails if a view costs more than its share plus a
// fixed part for its separate gzip member.
import { createExposition } from '../../src/metrics/exposition.js';
import { REASONS } from '../../src/whmcs/reasons.js';
import { exposedShop, productOf } from '../support/exposed-shop.js';

const SITES = 1_000;
const PRODUCTS = 100;
const ROUNDS = 5;
const FIXED_MS = 0.1;

const exposition = createExposition({ reasons: REASONS, live: async () => '', now: () => Date.now() });
const names = Array.from({ length: SITES }, (_, index) => `brand-${index}`);
const never = { products: Number.POSITIVE_INFINITY, options: Number.POSITIVE_INFINITY };
const { signal } = new AbortController();

/** Reads every site again, with another stock. */
async function readAll(round: number): Promise<void> {
  const products = Array.from({ length: PRODUCTS }, (_, id) => productOf(id + 1, (id * 7 + round) % 50));
  for (const name of names) {
    const { stock } = exposedShop(products, { site: { name } });
    const slot = exposition.slot(name);
    slot.telemetry.collectionStarted();
    slot.telemetry.collectionEnded({ seconds: 0.1, endedAt: Date.now() / 1_000, reason: undefined });
    await slot.publish(stock.snapshot, stock.movement, never, signal);
  }
}

/** Returns the CPU time in ms of an action. */
async function measure(action: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await action();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const whole: number[] = [];
const views: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  await readAll(2 * round);
  whole.push(await measure(async () => void (await exposition.parts('gzip'))));
  await readAll(2 * round + 1);
  views.push(
    await measure(async () => {
      for (const name of names) await exposition.site(name, 'gzip');
    }),
  );
}
const [one, all] = [Math.min(...whole), Math.min(...views)];
process.stdout.write(
  `${SITES} sites of ${PRODUCTS} products: one answer with all ${one.toFixed(0)} ms of CPU time, ` +
    `${SITES} views ${all.toFixed(0)} ms, ${(all / one).toFixed(2)} times as much\n`,
);
process.exitCode = all <= one + SITES * FIXED_MS ? 0 : 1;
