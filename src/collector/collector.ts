import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import type { SiteConfig } from '../config/config.js';
import type { Exposition } from '../metrics/exposition.js';
import type { SiteTelemetry } from '../metrics/site-telemetry.js';
import { createClassicSource } from '../whmcs/classic.js';
import { createClient } from '../whmcs/client.js';
import type { Transport } from '../whmcs/transport.js';
import type { Clock } from './clock.js';
import { jitter, startDelay } from './interval.js';
import { limitClient } from './limited-client.js';
import { type CollectorLog, createSiteCollector, type SiteCollector } from './site-collector.js';
import type { SiteStatus } from './status.js';
import { createVersionWatch } from './version-watch.js';

export type CollectorDeps = {
  /** API calls at once over all sites. */
  readonly concurrency: number;
  readonly sites: readonly { readonly config: SiteConfig; readonly telemetry: SiteTelemetry }[];
  readonly createTransport: (site: SiteConfig) => Transport;
  readonly exposition: Pick<Exposition, 'publish'>;
  readonly clock: Clock;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  readonly log: CollectorLog;
};

/** Keeps every site collected. */
export type Collector = {
  /** Collects each site by its own clock until the signal is aborted; then ends what is in flight and resolves. */
  run(signal: AbortSignal): Promise<void>;
  status(): readonly SiteStatus[];
};

/** The actions that are called, for their series to stand at 0 from the start. */
export const ACTIONS: readonly string[] = ['GetProducts', 'WhmcsDetails'];

/** Wires one client, source and loop per site, under one bound for all calls. */
export function createCollector(deps: CollectorDeps): Collector {
  const all = pLimit(deps.concurrency);
  const sites = deps.sites.map(({ config, telemetry }) => {
    const { clock, exposition, log, random } = deps;
    const transport = deps.createTransport(config);
    const unlimited = createClient({ site: config, transport, observer: telemetry, log, random });
    const client = limitClient(unlimited, pLimit(config.concurrency), all);
    const source = createClassicSource({ site: config, client, log });
    const version = createVersionWatch(client, clock.monotonic);
    telemetry.intervalChanged(config.intervalMs / 1000);
    return {
      transport,
      collector: createSiteCollector({ site: config, source, version, telemetry, exposition, clock, log }),
    };
  });

  async function loop(site: SiteCollector, signal: AbortSignal): Promise<void> {
    await deps.clock.sleep(startDelay(sites.length, deps.random), signal);
    while (!signal.aborted) {
      await site.collect(signal);
      await deps.clock.sleep(jitter(site.status().intervalMs, deps.random), signal);
    }
  }

  return {
    status: () => sites.map(({ collector }) => collector.status()),
    async run(signal) {
      setMaxListeners(0, signal); // every site's loop, sleep and call listens to the one signal
      try {
        await Promise.all(sites.map(({ collector }) => loop(collector, signal)));
      } finally {
        await Promise.all(sites.map(({ transport }) => transport.close()));
      }
    },
  };
}
