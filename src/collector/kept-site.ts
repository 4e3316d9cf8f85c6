import pLimit, { type LimitFunction } from 'p-limit';
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
import { jitter } from './interval.js';
import { limitClient } from './limited-client.js';
import type { CollectorLog } from './log.js';
import { createSiteCollector, type SiteMemory } from './site-collector.js';
import type { SiteStatus } from './status.js';
import { type Counted, createUsageWatch } from './usage-watch.js';
import { createVersionWatch } from './version-watch.js';

export type KeptSiteDeps = {
  readonly createTransport: (site: SiteConfig) => Transport;
  readonly exposition: Pick<Exposition, 'publish'>;
  readonly clock: Clock;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  readonly log: CollectorLog;
};

/** One site with everything that keeps it collected. */
export type KeptSite = {
  readonly config: SiteConfig;
  readonly telemetry: SiteTelemetry;
  readonly status: () => SiteStatus;
  /** Tells of products that may have changed; no id means any. */
  readonly changed: (ids: readonly number[]) => void;
  /** What is known of the site, for one that takes its place. */
  readonly knowledge: () => Knowledge;
  /**
   * Collects by the clock and upon changes until the signal is aborted, then ends what is in flight.
   *
   * @param delayMs before the first collection.
   */
  run(delayMs: number, signal: AbortSignal): Promise<void>;
};

export type Knowledge = { readonly memory: SiteMemory; readonly counted: Counted };

/**
 * Wires client, source, watches and loops of one site.
 *
 * @param all the bound for the calls of all sites.
 * @param before the one whose place it takes, if that read the same WHMCS.
 */
export function createKeptSite(
  deps: KeptSiteDeps,
  config: SiteConfig,
  telemetry: SiteTelemetry,
  all: LimitFunction,
  before?: KeptSite,
): KeptSite {
  const { clock, exposition, log, random } = deps;
  const transport = deps.createTransport(config);
  const unlimited = createClient({ site: config, transport, observer: telemetry, log, random });
  const client = limitClient(unlimited, pLimit(config.concurrency), all);
  const source = createSource({ site: config, client, log, now: clock.monotonic });
  const version = createVersionWatch(client, clock.monotonic);
  const changes = createChanges(clock);
  const oneAtATime = pLimit(1);
  const known = before?.knowledge();
  const usage = createUsageWatch({
    site: config,
    count(products, signal) {
      telemetry.declareActions([SERVICES_ACTION]);
      return countServices({ site: config, client }, products, signal);
    },
    before: before && countsAlike(before.config, config) ? known?.counted : undefined,
    clock,
    log,
  });
  const collector = createSiteCollector({
    ...{ site: config, source, version, usage, telemetry, exposition, clock, log },
    memory: known?.memory,
  });
  telemetry.intervalChanged(config.intervalMs / 1000);
  telemetry.declareActions(config.source === 'auto' ? [VERSION_ACTION] : [...source.actions, VERSION_ACTION]);

  async function collectByTheClock(delayMs: number, signal: AbortSignal): Promise<void> {
    await clock.sleep(delayMs, signal);
    while (!signal.aborted) {
      await oneAtATime(() => collector.collect(signal));
      await clock.sleep(jitter(collector.status().intervalMs, random), signal);
    }
  }

  async function readWhatChanges(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const changed = await changes.next(signal);
      if (signal.aborted) return;
      await oneAtATime(() => collector.refresh(changed, signal));
      usage.changed(changed);
    }
  }

  return {
    config,
    telemetry,
    status: collector.status,
    changed: changes.mark,
    knowledge: () => ({ memory: collector.memory(), counted: usage.counted() }),
    async run(delayMs, signal) {
      try {
        if (known) await collector.republish();
        await Promise.all([
          collectByTheClock(delayMs, signal),
          readWhatChanges(signal),
          usage.run(() => oneAtATime(() => collector.republish()), signal),
        ]);
      } finally {
        await transport.close();
      }
    },
  };
}

/** Whether what was counted under one configuration is what the other would count. */
const countsAlike = (one: SiteConfig, other: SiteConfig): boolean =>
  one.usage.statuses.join() === other.usage.statuses.join() &&
  one.stockPattern?.source === other.stockPattern?.source;
