import type { Product } from '../stock/catalogue.js';
import type { Work } from '../stock/work.js';
import type { ConfirmedCount } from '../whmcs/services/confirm-names.js';
import { WhmcsError } from '../whmcs/whmcs-error.js';
import type { ReportBug } from './bug-report.js';
import type { Changed } from './changes.js';
import type { Clock, SteadyTime } from './clock.js';
import type { CollectorLog } from './log.js';
import { type Counted, type CountedSite, UsageLedger } from './usage-ledger.js';
import { WakeableSleep } from './wakeable-sleep.js';

export type UsageWatchDeps = {
  readonly site: CountedSite & { readonly name: string };
  /** Counts the units in use of some products. */
  readonly count: (products: readonly Product[], signal: AbortSignal) => Promise<ConfirmedCount>;
  /** Called with products whose choices were renamed, so that they are read again. */
  readonly renamed: (ids: readonly number[]) => void;
  /** Earlier counts that are still valid. */
  readonly before?: Counted | undefined;
  readonly now: SteadyTime;
  readonly sleep: Clock['sleep'];
  readonly log: CollectorLog;
  readonly reportBug: ReportBug;
};

/**
 * Counts the units in use that a site's source does not report. It runs beside the collections, because
 * paging may take minutes.
 */
export type UsageWatch = {
  /**
   * Sets the current products of the site.
   *
   * @param readAt steady time at which they were read.
   */
  watch(products: readonly Product[], readAt: number): Work<void>;
  /** Marks products whose services may have changed. */
  changed(changed: Changed): void;
  /** Returns the counts not older than the site's `max_age`, by the source or by paging. */
  counted(): Counted;
  /** Returns why units in use are unknown or no longer counted; undefined if all is well. */
  fault(): string | undefined;
  /** Returns how many products the last count failed for. */
  failed(): number;
  /**
   * Waits until a count is due, and counts. Or waits until one of several counts is too old: the others are
   * not exposed until they are published without it.
   *
   * @param news called when the counts or the fault have changed.
   */
  countWhenDue(news: () => Promise<void>, signal: AbortSignal): Promise<void>;
};

const LONGEST_SLEEP_MS = 60 * 60_000;

/**
 * Creates the watch of one site. It counts the products that are due in the ledger and stores the results
 * there.
 */
export function createUsageWatch({ before, ...deps }: UsageWatchDeps): UsageWatch {
  const { site, now, log, reportBug } = deps;
  const ledger = new UsageLedger(site, now(), before);
  let loggedFault: string | undefined;
  const idle = new WakeableSleep(deps.sleep);

  /** Waits until products are due, and returns them; none if a count is too old instead. */
  async function untilDue(signal: AbortSignal): Promise<readonly Product[]> {
    for (;;) {
      const time = now();
      const due = ledger.due(time);
      if (due.length > 0 || signal.aborted || ledger.forgetOld(time)) return due;
      const next = Math.min(ledger.nextDueAt(), ledger.nextExpiryAt());
      await idle.sleep(Math.min(next - time, LONGEST_SLEEP_MS), signal);
    }
  }

  async function countSome(products: readonly Product[], signal: AbortSignal): Promise<void> {
    const begun = ledger.begin(products, now());
    const count = await deps.count(products, signal).catch((ended: unknown) => ({ ...NOTHING, ended }));
    if (signal.aborted) return;
    ledger.end(begun, count, now());
    if (count.renamed.length > 0) deps.renamed(count.renamed);
    for (const error of new Set([...count.failed.values(), count.ended]))
      if (error !== undefined && !(error instanceof WhmcsError)) reportBug('usage', error);
    logFault();
  }

  function logFault(): void {
    const { fault, failed } = ledger;
    if (fault !== undefined && fault !== loggedFault) log.warn({ site: site.name, products: failed }, fault);
    if (fault === undefined && loggedFault !== undefined)
      log.info({ site: site.name }, 'units in use are counted again');
    loggedFault = fault;
  }

  return {
    counted: () => ledger.counted(now()),
    fault: () => ledger.fault,
    failed: () => ledger.failed,
    *watch(products, readAt) {
      yield* ledger.watch(products, readAt);
      idle.wake();
    },
    changed(changed) {
      ledger.mark(changed, now());
      idle.wake();
    },
    async countWhenDue(news, signal) {
      const products = await untilDue(signal);
      if (signal.aborted) return;
      if (products.length > 0) await countSome(products, signal);
      if (!signal.aborted) await news();
    },
  };
}

const NOTHING: ConfirmedCount = { usage: new Map(), failed: new Map(), renamed: [], ended: undefined };
