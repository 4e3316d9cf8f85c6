import type { SourceName } from '../stock/catalogue.js';
import { type DailySales, dayOf, type SalesHistory, sumUp } from '../stock/sales-history.js';
import { WhmcsError } from '../whmcs/whmcs-error.js';
import type { ReportBug } from './bug-report.js';
import type { Clock } from './clock.js';
import type { CollectorLog } from './log.js';
import { WakeableSleep } from './wakeable-sleep.js';

/** How far back units sold are of use. */
const HISTORY_DAYS = 120;

const DAY_MS = 24 * 60 * 60_000;
const FIRST_RETRY_MS = 10 * 60_000;
/** A reading that fails may have been too large, so the next one is of half the days, down to 15. */
const MOST_HALVINGS = 3;

export type SalesWatchDeps = {
  readonly site: { readonly name: string };
  /** Reads the history of some days; undefined if WHMCS has none. */
  readonly read: (days: number, signal: AbortSignal) => Promise<SalesHistory | undefined>;
  /** What the watch before this one knew. */
  readonly before?: SalesHistory | undefined;
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  /** Returns the Unix time in ms of readings. */
  readonly steadyTime: () => number;
  readonly log: CollectorLog;
  readonly reportBug: ReportBug;
};

/** Keeps the units sold per product and day of one site. */
export type SalesWatch = {
  /** Returns what is known; undefined if nothing is. */
  history(): SalesHistory | undefined;
  /** Whether the source in use has answered a reading, with a history or without. */
  isRead(): boolean;
  /** Notes that the site answers, through a source. A change of source is a reason to read. */
  answered(source: SourceName): void;
  /** Adds what the paging of services showed. A history that WHMCS answers takes precedence. */
  counted(sales: ReadonlyMap<number, readonly DailySales[]>): void;
  /**
   * Waits until a reading is due, and reads: when the site answers for the first time, then daily. A reading
   * that fails is repeated with growing delays, and affects nothing else.
   *
   * @param news called when the history has changed.
   */
  readWhenDue(news: () => Promise<void>, signal: AbortSignal): Promise<void>;
};

/** Creates the watch of one site. */
export function createSalesWatch({ before, ...deps }: SalesWatchDeps): SalesWatch {
  const { site, clock, steadyTime, log, reportBug } = deps;
  let history = before; // no closure holds it once there is a newer one
  let source: SourceName | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let failures = 0;
  let isRead = false;
  const idle = new WakeableSleep(clock.sleep);

  async function untilDue(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && clock.monotonic() < dueAt)
      await idle.sleep(Math.min(DAY_MS, dueAt - clock.monotonic()), signal);
  }

  /** Returns whether the history has changed. */
  async function read(signal: AbortSignal): Promise<boolean> {
    try {
      const days = Math.ceil(HISTORY_DAYS / 2 ** Math.min(failures, MOST_HALVINGS));
      const found = await deps.read(days, signal);
      failures = 0;
      isRead = true;
      dueAt = clock.monotonic() + DAY_MS;
      if (found) history = found;
      return found !== undefined;
    } catch (error) {
      if (signal.aborted) return false;
      fail(error);
      return false;
    }
  }

  function fail(error: unknown): void {
    dueAt = clock.monotonic() + Math.min(DAY_MS, FIRST_RETRY_MS * 2 ** failures);
    failures += 1;
    if (!(error instanceof WhmcsError)) {
      reportBug('sales', error);
      return;
    }
    const fields = { site: site.name, reason: error.reason, error: error.message };
    if (failures === 1) log.warn(fields, 'the history of sales could not be read; it is retried');
    else log.debug(fields, 'the history of sales could not be read');
  }

  return {
    history: () => history,
    isRead: () => isRead,
    answered(now) {
      if (now === source) return;
      source = now;
      isRead = false;
      dueAt = clock.monotonic();
      idle.wake();
    },
    counted(sales) {
      if (history && !history.covers) return;
      const [to, readAt] = [dayOf(steadyTime()), steadyTime()];
      const from = to - HISTORY_DAYS;
      const counted = [...sales].map(([id, days]) => [id, sumUp(days, from)] as const);
      const products = { ...history?.products, ...Object.fromEntries(counted) };
      const covers = [...new Set([...(history?.covers ?? []), ...sales.keys()])];
      history = { from, to, readAt, products, covers };
    },
    async readWhenDue(news, signal) {
      await untilDue(signal);
      if (!signal.aborted && (await read(signal)) && !signal.aborted) await news();
    },
  };
}
