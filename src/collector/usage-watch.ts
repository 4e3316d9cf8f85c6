import type { Product } from '../stock/catalogue.js';
import { WhmcsError } from '../whmcs/reasons.js';
import type { ConfirmedCount } from '../whmcs/services/confirm-names.js';
import type { ReportBug } from './bug-report.js';
import type { Changed } from './changes.js';
import type { Clock } from './clock.js';
import type { CollectorLog } from './log.js';
import { type Counted, type CountedSite, UsageLedger } from './usage-ledger.js';

export type UsageWatchDeps = {
  readonly site: CountedSite & { readonly name: string };
  /** Counts what services hold of some products. */
  readonly count: (products: readonly Product[], signal: AbortSignal) => Promise<ConfirmedCount>;
  /** Called with products whose choices got other names, so that they are read again. */
  readonly renamed: (ids: readonly number[]) => void;
  /** What was counted before, where that counts still. */
  readonly before?: Counted | undefined;
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  readonly log: CollectorLog;
  readonly reportBug: ReportBug;
};

/**
 * Keeps the units in use counted that a site's source does not tell, beside its collections: paging may take
 * minutes.
 */
export type UsageWatch = {
  /**
   * Called with the products that the site has now.
   *
   * @param readAt monotonic time in ms at which what they say was true.
   */
  watch(products: readonly Product[], readAt: number): void;
  /** Called with products whose services may have changed. */
  changed(changed: Changed): void;
  /** Returns what was counted within the site's `max_age`, by the source or by paging. */
  counted(): Counted;
  /** Why units in use are not known, or no longer counted; undefined where all is well. */
  fault(): string | undefined;
  /** How many products could not be counted at the last try. */
  failed(): number;
  /**
   * Waits until a count is due, and counts.
   *
   * @param news called when what is known, or the fault, has changed.
   */
  countWhenDue(news: () => Promise<void>, signal: AbortSignal): Promise<void>;
};

const LONGEST_SLEEP_MS = 60 * 60_000;

/**
 * Creates the watch of one site: it counts whenever the ledger has products that are due, and enters the
 * result there.
 */
export function createUsageWatch(deps: UsageWatchDeps): UsageWatch {
  const { site, clock, log, reportBug } = deps;
  const ledger = new UsageLedger(site, clock.monotonic(), deps.before);
  let loggedFault: string | undefined;
  let wake = () => {};

  async function untilDue(signal: AbortSignal): Promise<readonly Product[]> {
    for (;;) {
      const now = clock.monotonic();
      const due = ledger.due(now);
      if (due.length > 0 || signal.aborted) return due;
      await sleepUntilWoken(Math.min(ledger.nextDueAt() - now, LONGEST_SLEEP_MS), signal);
    }
  }

  async function sleepUntilWoken(ms: number, signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    wake = () => woken.abort();
    signal.addEventListener('abort', wake, { once: true });
    await clock.sleep(ms, woken.signal);
    signal.removeEventListener('abort', wake);
  }

  async function countSome(products: readonly Product[], signal: AbortSignal): Promise<void> {
    const begun = ledger.begin(products, clock.monotonic());
    const count = await deps.count(products, signal).catch((ended: unknown) => ({ ...NOTHING, ended }));
    if (signal.aborted) return;
    ledger.end(begun, count, clock.monotonic());
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
    counted: () => ledger.counted(clock.monotonic()),
    fault: () => ledger.fault,
    failed: () => ledger.failed,
    watch(products, readAt) {
      ledger.watch(products, readAt);
      wake();
    },
    changed(changed) {
      ledger.mark(changed, clock.monotonic());
      wake();
    },
    async countWhenDue(news, signal) {
      const products = await untilDue(signal);
      if (signal.aborted) return;
      await countSome(products, signal);
      if (!signal.aborted) await news();
    },
  };
}

const NOTHING: ConfirmedCount = { usage: new Map(), failed: new Map(), renamed: [], ended: undefined };
