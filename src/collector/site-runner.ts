import pLimit from 'p-limit';
import type { SiteConfig } from '../config/config.js';
import type { SiteSlot } from '../metrics/exposition.js';
import type { SiteTask } from '../metrics/site-telemetry.js';
import { createClient } from '../whmcs/client.js';
import { confirmNames } from '../whmcs/services/confirm-names.js';
import { countServices, SERVICES_ACTION } from '../whmcs/services/count-services.js';
import { createSource, createSources } from '../whmcs/sources/sources.js';
import type { Transport } from '../whmcs/transport.js';
import { VERSION_ACTION } from '../whmcs/version.js';
import { createBugReport } from './bug-report.js';
import type { CallPools } from './call-pools.js';
import { createChanges } from './changes.js';
import type { Clock } from './clock.js';
import { CallWatch, Heartbeat } from './heartbeat.js';
import { jitter } from './interval.js';
import { limitClient } from './limited-client.js';
import type { CollectorLog } from './log.js';
import { repeat } from './loop.js';
import { createSiteCollector, type SiteMemory } from './site-collector.js';
import { SiteSpeed } from './site-speed.js';
import type { SiteStatus } from './status.js';
import type { Counted } from './usage-ledger.js';
import { createUsageWatch } from './usage-watch.js';
import { createVersionWatch } from './version-watch.js';

export type SiteRunnerDeps = {
  readonly clock: Clock;
  /** Returns a number from 0 up to 1. */
  readonly random: () => number;
  readonly log: CollectorLog;
};

/** Runs the loops of one site. */
export type SiteRunner = {
  readonly config: SiteConfig;
  readonly status: () => SiteStatus;
  /** Whether the site has answered or failed once, or has waited long enough for its turn or its answer. */
  readonly isReady: () => boolean;
  /** The loops that have not moved in time. */
  readonly stalled: () => readonly Stall[];
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

/** A loop that has not moved in time. */
export type Stall = { readonly task: string; readonly ms: number };

export type Knowledge = { readonly memory: SiteMemory; readonly counted: Counted };

/** A site that keeps everybody waiting for longer than this no longer keeps the exporter from being ready. */
const READY_AFTER_MS = 10_000;

/**
 * Creates the runner of one site: its client, source and watches, and the loops that use them. Each loop is repeated by
 * itself, so that an error in one neither ends the others nor another site's.
 *
 * @param transport closed when the runner ends.
 * @param slot where the site is exposed.
 * @param pools the limits of all sites' calls.
 * @param before the runner whose place it takes, if that read the same WHMCS.
 */
export function createSiteRunner(
  deps: SiteRunnerDeps,
  config: SiteConfig,
  transport: Transport,
  slot: SiteSlot,
  pools: CallPools,
  before?: SiteRunner,
): SiteRunner {
  const { clock, log, random } = deps;
  const { telemetry } = slot;
  const unlimited = createClient({ site: config, transport, observer: telemetry, log, random });
  const speed = new SiteSpeed((isSlow) => telemetry.speedChanged(isSlow));
  const limits = { site: pLimit(config.concurrency), pools, speed, timeoutMs: config.timeoutMs };
  const [readCalls, countCalls] = [new CallWatch(clock), new CallWatch(clock)];
  const client = limitClient(unlimited, limits, readCalls);
  const countClient = limitClient(unlimited, limits, countCalls);
  const collection = new Heartbeat('collection', clock, readCalls);
  const refresh = new Heartbeat('refresh', clock, readCalls);
  const usageCount = new Heartbeat('usage', clock, countCalls);
  let dueAt = Number.POSITIVE_INFINITY;

  const reportBug = createBugReport(telemetry, log);
  const source = createSource({ site: config, client, log, now: clock.monotonic });
  const countSources = createSources({ site: config, client: countClient, log });
  const version = createVersionWatch(client, clock.monotonic, reportBug);
  const changes = createChanges(clock);
  const known = before?.knowledge();
  const usage = createUsageWatch({
    site: config,
    async count(products, signal) {
      telemetry.declareActions([SERVICES_ACTION]);
      const count = await countServices({ site: config, client: countClient }, products, signal);
      return confirmNames(count, products, countSources[source.name], signal);
    },
    renamed: changes.mark,
    before: before && countsAlike(before.config, config) ? known?.counted : undefined,
    clock: { monotonic: clock.monotonic, sleep: usageCount.sleep },
    log,
    reportBug,
  });
  const collector = createSiteCollector({
    site: config,
    source,
    version,
    usage,
    slot,
    memory: known?.memory,
    clock,
    log,
    reportBug,
  });
  telemetry.intervalChanged(config.intervalMs / 1000);
  telemetry.declareActions(config.source === 'auto' ? [VERSION_ACTION] : [...source.actions, VERSION_ACTION]);

  const oneAtATime = pLimit(1);
  /** Works on the site's snapshot, which one loop at a time may do. */
  function exclusively(heartbeat: Heartbeat, work: () => Promise<void>): Promise<void> {
    heartbeat.wait();
    return oneAtATime(() => {
      heartbeat.work();
      return work();
    });
  }

  function loop(
    task: SiteTask,
    heartbeat: Heartbeat,
    turn: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const failed = (error: unknown) => reportBug(task, error);
    return repeat(turn, { heartbeat, pauseMs: config.intervalMs, failed }, signal);
  }

  async function collectAndWait(signal: AbortSignal): Promise<void> {
    await exclusively(collection, () => collector.collect(signal));
    await collection.sleep(jitter(collector.status().intervalMs, random), signal);
  }

  async function refreshOnChange(signal: AbortSignal): Promise<void> {
    refresh.wait(changes.dueAt);
    const changed = await changes.next(signal);
    if (signal.aborted) return;
    try {
      await exclusively(refresh, () => collector.refresh(changed, signal));
    } finally {
      usage.changed(changed);
    }
  }

  const republish = (heartbeat: Heartbeat, signal: AbortSignal): Promise<void> =>
    exclusively(heartbeat, () => collector.republish(signal));

  async function collect(delayMs: number, signal: AbortSignal): Promise<void> {
    dueAt = clock.monotonic() + delayMs;
    await collection.sleep(delayMs, signal);
    await loop('collection', collection, () => collectAndWait(signal), signal);
  }

  return {
    config,
    status: collector.status,
    isReady: () =>
      collector.status().lastAttempt !== undefined || clock.monotonic() >= dueAt + READY_AFTER_MS,
    stalled: () =>
      [collection, refresh, usageCount].flatMap((heartbeat) => {
        const ms = heartbeat.stalledFor();
        return ms === undefined ? [] : { task: heartbeat.task, ms };
      }),
    changed: changes.mark,
    knowledge: () => ({ memory: collector.memory(), counted: usage.counted() }),
    async run(delayMs, signal) {
      if (known) await republish(collection, signal).catch((error) => reportBug('collection', error));
      await Promise.all([
        collect(delayMs, signal),
        loop('refresh', refresh, () => refreshOnChange(signal), signal),
        loop(
          'usage',
          usageCount,
          () => usage.countWhenDue(() => republish(usageCount, signal), signal),
          signal,
        ),
      ]);
      await transport.close().catch((error) => reportBug('collection', error));
    },
  };
}

/** Whether what was counted under one configuration is what the other would count. */
const countsAlike = (one: SiteConfig, other: SiteConfig): boolean =>
  one.usage.statuses.join() === other.usage.statuses.join() &&
  one.stockPattern?.source === other.stockPattern?.source;
