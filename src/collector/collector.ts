import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import type { SiteConfig } from '../config/config.js';
import type { Exposition } from '../metrics/exposition.js';
import type { SiteTelemetry } from '../metrics/site-telemetry.js';
import { createClient } from '../whmcs/client.js';
import { countServices, SERVICES_ACTION } from '../whmcs/services/count-services.js';
import { createSource } from '../whmcs/sources/sources.js';
import type { Transport } from '../whmcs/transport.js';
import { VERSION_ACTION } from '../whmcs/version.js';
import { createChanges } from './changes.js';
import type { Clock } from './clock.js';
import { jitter, startDelay } from './interval.js';
import { limitClient } from './limited-client.js';
import type { CollectorLog } from './log.js';
import { createSiteCollector } from './site-collector.js';
import type { SiteStatus } from './status.js';
import { createUsageWatch } from './usage-watch.js';
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
  /**
   * Tells of products of a site that may have changed: they are read a moment later, between the site's collections.
   *
   * @param site its name; one that is not collected is passed over.
   * @param ids of the products; none means that any may have changed.
   */
  changed(site: string, ids: readonly number[]): void;
};

/** Wires one client, source and pair of loops per site, under one bound for all calls. */
export function createCollector(deps: CollectorDeps): Collector {
  const all = pLimit(deps.concurrency);
  const sites = deps.sites.map(({ config, telemetry }) => {
    const { clock, exposition, log, random } = deps;
    const transport = deps.createTransport(config);
    const unlimited = createClient({ site: config, transport, observer: telemetry, log, random });
    const client = limitClient(unlimited, pLimit(config.concurrency), all);
    const source = createSource({ site: config, client, log, now: clock.monotonic });
    const version = createVersionWatch(client, clock.monotonic);
    const usage = createUsageWatch({
      site: config,
      count(products, signal) {
        telemetry.declareActions([SERVICES_ACTION]);
        return countServices({ site: config, client }, products, signal);
      },
      clock,
      log,
    });
    telemetry.intervalChanged(config.intervalMs / 1000);
    telemetry.declareActions(
      config.source === 'auto' ? [VERSION_ACTION] : [...source.actions, VERSION_ACTION],
    );
    return {
      name: config.name,
      transport,
      changes: createChanges(clock),
      usage,
      oneAtATime: pLimit(1),
      collector: createSiteCollector({
        ...{ site: config, source, version, usage, telemetry, exposition, clock, log },
      }),
    };
  });

  type Site = (typeof sites)[number];

  async function collectByTheClock({ collector, oneAtATime }: Site, signal: AbortSignal): Promise<void> {
    await deps.clock.sleep(startDelay(sites.length, deps.random), signal);
    while (!signal.aborted) {
      await oneAtATime(() => collector.collect(signal));
      await deps.clock.sleep(jitter(collector.status().intervalMs, deps.random), signal);
    }
  }

  async function readWhatChanges(
    { collector, changes, usage, oneAtATime }: Site,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      const changed = await changes.next(signal);
      if (signal.aborted) return;
      await oneAtATime(() => collector.refresh(changed, signal));
      usage.changed(changed);
    }
  }

  const countUsage = ({ collector, usage, oneAtATime }: Site, signal: AbortSignal): Promise<void> =>
    usage.run(() => oneAtATime(() => collector.republish()), signal);

  return {
    status: () => sites.map(({ collector }) => collector.status()),
    changed: (name, ids) => sites.find((site) => site.name === name)?.changes.mark(ids),
    async run(signal) {
      setMaxListeners(0, signal); // every site's loop, sleep and call listens to the one signal
      try {
        await Promise.all(
          sites.flatMap((site) => [
            collectByTheClock(site, signal),
            readWhatChanges(site, signal),
            countUsage(site, signal),
          ]),
        );
      } finally {
        await Promise.all(sites.map(({ transport }) => transport.close()));
      }
    },
  };
}
