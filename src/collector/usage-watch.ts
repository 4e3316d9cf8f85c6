import type { SiteConfig } from '../config/config.js';
import type { Product } from '../stock/catalogue.js';
import { keyOfSet, type Usage } from '../stock/options.js';
import { WhmcsError } from '../whmcs/reasons.js';
import type { ServiceCount } from '../whmcs/services/count-services.js';
import { needsCounting } from '../whmcs/services/needs-counting.js';
import type { ReportBug } from './bug-report.js';
import type { Changed } from './changes.js';
import type { Clock } from './clock.js';
import { intervalInForce } from './interval.js';
import type { CollectorLog } from './log.js';

export type UsageWatchDeps = {
  readonly site: Pick<SiteConfig, 'name' | 'plans' | 'usage' | 'intervalMs' | 'maxAgeMs'>;
  /** Counts what services hold of some products. */
  readonly count: (products: readonly Product[], signal: AbortSignal) => Promise<ServiceCount>;
  /** What was counted before, where that counts still. */
  readonly before?: Counted | undefined;
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  readonly log: CollectorLog;
  readonly reportBug: ReportBug;
};

/** What was counted of a product. */
type Count = {
  readonly usage: Usage;
  /** Monotonic time in ms at which it was true. */
  readonly since: number;
  /** The choices that the product had then: units of others were not looked for. */
  readonly choices: string;
};

/** By the product's id. */
export type Counted = ReadonlyMap<number, Count>;

/** Keeps those units in use counted that a site's source does not tell, beside its collections: paging may take minutes. */
export type UsageWatch = {
  /** Tells which products the site has now. */
  watch(products: readonly Product[]): void;
  /** Tells of products whose services may have changed. */
  changed(changed: Changed): void;
  /** What was counted within the site's `max_age`. */
  counted(): Counted;
  /** Why units in use are not known, or no longer counted; undefined where all is well. */
  fault(): string | undefined;
  /**
   * Waits until a count is due, and counts.
   *
   * @param news called when what is known, or the fault, has changed.
   */
  countWhenDue(news: () => Promise<void>, signal: AbortSignal): Promise<void>;
};

const TOO_SLOW =
  'counting units in use takes longer than max_age, so they are withdrawn before they are known: raise max_age, or install the companion';
const LONGEST_SLEEP_MS = 60 * 60_000;

/**
 * Makes the watch of one site. All is counted every `usage.interval`; what was never counted, has other choices since, or is said to have
 * changed, at once, but after a rest as long as the last counting took. After a failure it waits as collections do.
 */
export function createUsageWatch({ site, count, before, clock, log, reportBug }: UsageWatchDeps): UsageWatch {
  const isNeeded = needsCounting(site);
  const known = new Map(before);
  const changed = new Set<number>();
  let products: readonly Product[] = [];
  let allDueAt = clock.monotonic();
  let restUntil = allDueAt;
  let failures = 0;
  let fault: string | undefined;
  let wake = () => {};

  const isPending = (product: Product): boolean =>
    changed.has(product.id) || known.get(product.id)?.choices !== choicesOf(product);

  function forgetOld(): void {
    const oldest = clock.monotonic() - site.maxAgeMs;
    for (const [id, { since }] of known) if (since <= oldest) known.delete(id);
  }

  function due(): readonly Product[] {
    const now = clock.monotonic();
    if (now < restUntil) return [];
    return now >= allDueAt ? products : products.filter(isPending);
  }

  async function untilDue(signal: AbortSignal): Promise<readonly Product[]> {
    for (;;) {
      const found = due();
      if (found.length > 0 || signal.aborted) return found;
      const at = Math.max(restUntil, products.some(isPending) ? 0 : allDueAt);
      const ms = products.length > 0 ? at - clock.monotonic() : LONGEST_SLEEP_MS;
      await sleepUntilWoken(Math.min(ms, LONGEST_SLEEP_MS), signal);
    }
  }

  async function sleepUntilWoken(ms: number, signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    wake = () => woken.abort();
    signal.addEventListener('abort', wake, { once: true });
    await clock.sleep(ms, woken.signal);
    signal.removeEventListener('abort', wake);
  }

  async function countSome(some: readonly Product[], signal: AbortSignal): Promise<void> {
    const started = clock.monotonic();
    const wasDueAt = allDueAt;
    const marked = [...changed];
    if (some === products) allDueAt = started + site.usage.intervalMs; // what is told meanwhile may bring it forward
    changed.clear();
    try {
      const { usage, fault: missing } = await count(some, signal);
      for (const product of some) {
        const counted = usage.get(product.id);
        if (counted) known.set(product.id, { usage: counted, since: started, choices: choicesOf(product) });
      }
      if (missing) return fail(missing);
      rest(clock.monotonic() - started);
    } catch (error) {
      if (signal.aborted) return;
      allDueAt = Math.min(allDueAt, wasDueAt);
      for (const id of marked) changed.add(id);
      fail(error);
    }
  }

  /** After a counting rests as long as that took, but not so long that what was counted grows too old. */
  function rest(tookMs: number): void {
    const before = fault;
    const isTooSlow = tookMs >= site.maxAgeMs;
    fault = isTooSlow ? TOO_SLOW : undefined;
    failures = 0;
    restUntil = clock.monotonic() + Math.max(0, Math.min(tookMs, site.maxAgeMs - 2 * tookMs));
    if (isTooSlow) restUntil = clock.monotonic() + tookMs;
    if (fault !== undefined && before !== fault) log.warn({ site: site.name }, fault);
    else if (fault === undefined && before !== undefined)
      log.info({ site: site.name }, 'units in use are counted again');
  }

  function fail(error: unknown): void {
    failures += 1;
    const { reason, message, retryAfterMs } =
      error instanceof WhmcsError
        ? error
        : { reason: 'invalid_response', message: String(error), retryAfterMs: undefined };
    restUntil = clock.monotonic() + intervalInForce(site.intervalMs, failures, retryAfterMs);
    const before = fault;
    fault = `units in use could not be counted: ${message}`;
    const fields = { site: site.name, reason, error: message };
    if (!(error instanceof WhmcsError)) reportBug('usage', error);
    else if (fault !== before) log.warn(fields, 'units in use could not be counted');
  }

  return {
    counted() {
      forgetOld();
      return new Map(known);
    },
    fault: () => (products.length > 0 ? fault : undefined),
    watch(listed) {
      products = listed.filter(isNeeded);
      const ids = new Set(products.map(({ id }) => id));
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
      wake();
    },
    changed(which) {
      if (which === 'all') allDueAt = clock.monotonic();
      else for (const id of which) changed.add(id);
      wake();
    },
    async countWhenDue(news, signal) {
      const some = await untilDue(signal);
      if (signal.aborted) return;
      await countSome(some, signal);
      if (!signal.aborted) await news();
    },
  };
}

const choicesOf = ({ options }: Product): string =>
  options === undefined ? 'unknown' : keyOfSet(options.flatMap(({ choices }) => choices.map(({ id }) => id)));
