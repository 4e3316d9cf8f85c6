import { Gauge, type Registry } from 'prom-client';

/** The calls of one pool. */
export type CallCounts = { readonly limit: number; readonly running: number; readonly waiting: number };

/**
 * Exposes how busy the pools of API calls are.
 *
 * @param counts returns the calls of every pool, by its name, at the time of a scrape.
 */
export function exposeCallPools(
  registry: Registry,
  counts: () => Readonly<Record<string, CallCounts>>,
): void {
  const expose = (name: string, help: string, value: keyof CallCounts) =>
    new Gauge({
      name,
      help,
      labelNames: ['pool'],
      registers: [registry],
      collect() {
        for (const [pool, calls] of Object.entries(counts())) this.set({ pool }, calls[value]);
      },
    });
  expose('whmcs_collector_calls', 'API calls of all sites that run now, by pool.', 'running');
  expose(
    'whmcs_collector_calls_waiting',
    'API calls of all sites that wait for a place in a pool.',
    'waiting',
  );
  expose('whmcs_collector_calls_limit', 'API calls of all sites that may run in a pool at once.', 'limit');
}
