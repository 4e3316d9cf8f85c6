import pLimit from 'p-limit';
import type { SiteConfig } from '../config/config.js';
import type { SiteTask } from '../metrics/site-telemetry.js';
import type { SoldOut } from '../stock/sold-out.js';
import { jitter } from './back-off.js';
import type { ExposedStock } from './exposed-stock.js';
import type { Heartbeat } from './heartbeat.js';
import { repeat } from './loop.js';
import type { Knowledge } from './site-memory.js';
import { createSiteParts, type SitePartsDeps } from './site-parts.js';
import type { SiteStatus } from './status.js';

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
  /** Notes that a measured limit has changed. */
  readonly remeasured: () => void;
  /** What is proven to be sold out; undefined if the stock is unknown or too old. */
  readonly soldOut: () => readonly SoldOut[] | undefined;
  /** Returns the last snapshot; undefined until there is one. */
  readonly exposed: () => ExposedStock | undefined;
  /** What is known of the site, for the runner that takes its place. */
  readonly knowledge: () => Knowledge;
  /** Publishes what is known of the site, unless it was done before. */
  publishKnown(signal: AbortSignal): Promise<void>;
  /**
   * Collects by the clock and on changes until the signal aborts, then ends what is in flight. Never
   * rejects.
   *
   * @param delayMs before the first collection.
   */
  run(delayMs: number, signal: AbortSignal): Promise<void>;
};

/** A loop that has not moved in time. */
export type Stall = { readonly task: string; readonly ms: number };

/** A site that keeps everybody waiting for longer than this no longer keeps the exporter from being ready. */
const READY_AFTER_MS = 10_000;

/**
 * Creates the runner of one site. Each of its loops is repeated by itself, so that an error in one neither
 * ends the others nor another site's. Its transport is closed when it ends.
 *
 * @param known what the runner before it knew of the same WHMCS, in this process or the previous one.
 */
export function createSiteRunner(config: SiteConfig, deps: SitePartsDeps, known?: Knowledge): SiteRunner {
  const { clock, random, transport } = deps;
  const parts = createSiteParts(config, deps, known);
  const { collector, usage, sales, changes, heartbeats, reportBug, knowledge } = parts;
  // Closures use these instead of `known`, whose stock would take memory as long as the runner lives.
  const [isKnown, failedBefore] = [known !== undefined, failureBefore(known)];
  let dueAt = Number.POSITIVE_INFINITY;
  let published: Promise<void> | undefined;

  const oneAtATime = pLimit(1);
  /** Reads from the site, which one loop at a time may do. */
  function exclusively(heartbeat: Heartbeat, work: () => Promise<void>): Promise<void> {
    heartbeat.wait();
    return oneAtATime(() => {
      heartbeat.work();
      return work();
    });
  }

  function republish(heartbeat: Heartbeat, signal: AbortSignal): Promise<void> {
    heartbeat.work();
    return collector.republish(signal);
  }

  async function collectAndWait(signal: AbortSignal): Promise<void> {
    const { collection } = heartbeats;
    await exclusively(collection, () => collector.collect(signal));
    const { source, failure } = collector.status();
    if (source && !failure) sales.answered(source);
    await collection.sleep(jitter(collector.status().intervalMs, random), signal);
  }

  async function refreshOnChange(signal: AbortSignal): Promise<void> {
    const { refresh } = heartbeats;
    refresh.wait(changes.dueAt);
    const changed = await changes.next(signal);
    if (signal.aborted) return;
    try {
      await exclusively(refresh, () => collector.refresh(changed, signal));
    } finally {
      usage.changed(changed);
    }
  }

  const countWhenDue = (signal: AbortSignal): Promise<void> =>
    usage.countWhenDue(() => republish(heartbeats.usage, signal), signal);

  const readSalesWhenDue = (signal: AbortSignal): Promise<void> =>
    sales.readWhenDue(() => republish(heartbeats.sales, signal), signal);

  async function republishOnMeasurement(signal: AbortSignal): Promise<void> {
    heartbeats.capacity.wait(parts.remeasured.dueAt);
    await parts.remeasured.next(signal);
    if (!signal.aborted) await republish(heartbeats.capacity, signal);
  }

  function loop(
    task: SiteTask & keyof typeof heartbeats,
    turn: (signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const failed = (error: unknown) => reportBug(task, error);
    const deps = { heartbeat: heartbeats[task], pauseMs: config.intervalMs, failed };
    return repeat(() => turn(signal), deps, signal);
  }

  async function collectAfter(delayMs: number, signal: AbortSignal): Promise<void> {
    dueAt = clock.monotonic() + delayMs;
    await heartbeats.collection.sleep(Math.max(delayMs, backOffLeft(failedBefore, clock.now())), signal);
    await loop('collection', collectAndWait, signal);
  }

  async function publishKnown(signal: AbortSignal): Promise<void> {
    if (!isKnown) return;
    published ??= republish(heartbeats.collection, signal).catch((error) => reportBug('collection', error));
    await published;
  }

  return {
    config,
    status: collector.status,
    isReady: () => collector.isTried() || clock.monotonic() >= dueAt + READY_AFTER_MS,
    stalled: () =>
      Object.values(heartbeats).flatMap((heartbeat) => {
        const ms = heartbeat.stalledFor();
        return ms === undefined ? [] : { task: heartbeat.task, ms };
      }),
    changed: changes.mark,
    remeasured: () => parts.remeasured.mark([]),
    soldOut: collector.soldOut,
    exposed: collector.exposed,
    knowledge,
    publishKnown,
    async run(delayMs, signal) {
      await publishKnown(signal);
      await Promise.all([
        collectAfter(delayMs, signal),
        loop('refresh', refreshOnChange, signal),
        loop('usage', countWhenDue, signal),
        loop('sales', readSalesWhenDue, signal),
        loop('capacity', republishOnMeasurement, signal),
      ]);
      await transport.close().catch((error) => reportBug('collection', error));
    },
  };
}

/** Returns the status of a site that failed in the previous process. */
const failureBefore = (known: Knowledge | undefined): SiteStatus | undefined =>
  known && !known.memory.isTried && known.memory.failures > 0 ? known.memory.status : undefined;

/** Returns how long in ms a site that failed in the previous process is still left alone. */
function backOffLeft(failed: SiteStatus | undefined, now: number): number {
  if (!failed) return 0;
  const since = now - (failed.lastAttempt?.getTime() ?? 0);
  return Math.max(0, Math.min(failed.intervalMs, failed.intervalMs - since));
}
