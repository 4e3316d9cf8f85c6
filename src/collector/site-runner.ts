import pLimit, { type LimitFunction } from 'p-limit';
import type { SiteConfig } from '../config/config.js';
import type { Exposition } from '../metrics/exposition.js';
import type { SiteTask, SiteTelemetry } from '../metrics/site-telemetry.js';
import { createClient } from '../whmcs/client.js';
import { countServices, SERVICES_ACTION } from '../whmcs/services/count-services.js';
import { createSource } from '../whmcs/sources/sources.js';
import type { Transport } from '../whmcs/transport.js';
import { VERSION_ACTION } from '../whmcs/version.js';
import { createBugReport } from './bug-report.js';
import { createChanges } from './changes.js';
import type { Clock } from './clock.js';
import { jitter } from './interval.js';
import { limitClient } from './limited-client.js';
import type { CollectorLog } from './log.js';
import { repeat } from './loop.js';
import { createSiteCollector, type SiteMemory } from './site-collector.js';
import type { SiteStatus } from './status.js';
import { type Counted, createUsageWatch } from './usage-watch.js';
import { createVersionWatch } from './version-watch.js';

export type SiteRunnerDeps = {
  readonly exposition: Pick<Exposition, 'publish'>;
  readonly clock: Clock;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  readonly log: CollectorLog;
};

/** Runs the loops of one site. */
export type SiteRunner = {
  readonly config: SiteConfig;
  readonly telemetry: SiteTelemetry;
  readonly status: () => SiteStatus;
  /** Marks products that may have changed; no id means any. */
  readonly changed: (ids: readonly number[]) => void;
  /** What is known of the site, for the runner that takes its place. */
  readonly knowledge: () => Knowledge;
  /**
   * Collects by the clock and upon changes until the signal aborts, then ends what is in flight. Never rejects.
   *
   * @param delayMs before the first collection.
   */
  run(delayMs: number, signal: AbortSignal): Promise<void>;
};

export type Knowledge = { readonly memory: SiteMemory; readonly counted: Counted };

/**
 * Creates the runner of one site: its client, source and watches, and the loops that use them. Each loop is repeated by
 * itself, so that an error in one neither ends the others nor another site's.
 *
 * @param transport closed when the runner ends.
 * @param all the limit of all sites' calls.
 * @param before the runner whose place it takes, if that read the same WHMCS.
 */
export function createSiteRunner(
  deps: SiteRunnerDeps,
  config: SiteConfig,
  transport: Transport,
  telemetry: SiteTelemetry,
  all: LimitFunction,
  before?: SiteRunner,
): SiteRunner {
  const { clock, exposition, log, random } = deps;
  const unlimited = createClient({ site: config, transport, observer: telemetry, log, random });
  const client = limitClient(unlimited, pLimit(config.concurrency), all);
  const source = createSource({ site: config, client, log, now: clock.monotonic });
  const reportBug = createBugReport(telemetry, log);
  const version = createVersionWatch(client, clock.monotonic, reportBug);
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
    reportBug,
  });
  const collector = createSiteCollector({
    site: config,
    source,
    version,
    usage,
    telemetry,
    exposition,
    memory: known?.memory,
    clock,
    log,
    reportBug,
  });
  telemetry.intervalChanged(config.intervalMs / 1000);
  telemetry.declareActions(config.source === 'auto' ? [VERSION_ACTION] : [...source.actions, VERSION_ACTION]);

  const loop = (task: SiteTask, turn: () => Promise<void>, signal: AbortSignal): Promise<void> =>
    repeat(turn, { clock, pauseMs: config.intervalMs, failed: (error) => reportBug(task, error) }, signal);

  async function collectAndWait(signal: AbortSignal): Promise<void> {
    await oneAtATime(() => collector.collect(signal));
    await clock.sleep(jitter(collector.status().intervalMs, random), signal);
  }

  async function refreshOnChange(signal: AbortSignal): Promise<void> {
    const changed = await changes.next(signal);
    if (signal.aborted) return;
    try {
      await oneAtATime(() => collector.refresh(changed, signal));
    } finally {
      usage.changed(changed);
    }
  }

  const republish = (signal: AbortSignal): Promise<void> => oneAtATime(() => collector.republish(signal));

  return {
    config,
    telemetry,
    status: collector.status,
    changed: changes.mark,
    knowledge: () => ({ memory: collector.memory(), counted: usage.counted() }),
    async run(delayMs, signal) {
      if (known) await republish(signal).catch((error) => reportBug('collection', error));
      await Promise.all([
        clock.sleep(delayMs, signal).then(() => loop('collection', () => collectAndWait(signal), signal)),
        loop('refresh', () => refreshOnChange(signal), signal),
        loop('usage', () => usage.countWhenDue(() => republish(signal), signal), signal),
      ]);
      await transport.close().catch((error) => reportBug('collection', error));
    },
  };
}

/** Whether what was counted under one configuration is what the other would count. */
const countsAlike = (one: SiteConfig, other: SiteConfig): boolean =>
  one.usage.statuses.join() === other.usage.statuses.join() &&
  one.stockPattern?.source === other.stockPattern?.source;
