import { expect } from '@jest/globals';
import { fault } from '../support/fault.js';
import { products, refusal, running } from '../support/running-collector.js';

const SITES = 20;
const INTERVAL_MS = 30_000;
const TIMEOUT_MS = 10_000;

fault(
  'network',
  'half of the sites accept connections and never answer',
  'every other site is read within 1.2 intervals, from the start on',
  async () => {
    const readAt = new Map<string, number[]>();
    const names = Array.from({ length: SITES }, (_, index) => [`silent-${index}`, `good-${index}`]).flat();
    const run: ReturnType<typeof running> = running(
      async (action, site) => {
        if (site.startsWith('silent')) {
          await run.clock.sleep(TIMEOUT_MS, new AbortController().signal);
          return { status: 404, body: '' };
        }
        if (action !== 'GetProducts') return refusal('Invalid Permissions: x');
        readAt.set(site, [...(readAt.get(site) ?? []), run.clock.monotonic()]);
        return products([1, 1]);
      },
      { intervalMs: INTERVAL_MS },
      names,
      2,
    );
    await run.clock.advance(10 * INTERVAL_MS);
    const good = names.filter((name) => name.startsWith('good'));
    const waits = good.flatMap((name) => {
      const times = [0, ...(readAt.get(name) ?? []), run.clock.monotonic()];
      return times.slice(1).map((at, index) => at - (times[index] ?? 0));
    });
    expect(Math.max(...waits)).toBeLessThanOrEqual(1.2 * INTERVAL_MS);
    expect(run.collector.status().every(({ lastAttempt }) => lastAttempt !== undefined)).toBe(true);
    await run.stop();
  },
);
