import type { SiteConfig } from '../config/config.js';
import type { Product } from '../stock/catalogue.js';
import { namesKey, type Usage } from '../stock/options.js';
import { concernsSite, WhmcsError } from '../whmcs/reasons.js';
import type { ConfirmedCount } from '../whmcs/services/confirm-names.js';
import { needsCounting } from '../whmcs/services/needs-counting.js';
import type { ReportBug } from './bug-report.js';
import type { Changed } from './changes.js';
import type { Clock } from './clock.js';
import { intervalInForce } from './interval.js';
import type { CollectorLog } from './log.js';

export type UsageWatchDeps = {
  readonly site: Pick<SiteConfig, 'name' | 'plans' | 'usage' | 'intervalMs' | 'maxAgeMs'>;
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

/** What is in use of a product. */
type Count = {
  readonly usage: Usage;
  /** Monotonic time in ms at which it was true. */
  readonly since: number;
  /** The names that services were matched with; undefined where the source itself counted. */
  readonly names: string | undefined;
};

/** By the product's id. */
export type Counted = ReadonlyMap<number, Count>;

/** Why a product could not be counted, and when it is tried again. */
type Failure = { readonly count: number; readonly retryAt: number; readonly message: string };

/** Keeps the units in use counted that a site's source does not tell, beside its collections: paging may take minutes. */
export type UsageWatch = {
  /**
   * Called with the products that the site has now.
   *
   * @param readAt monotonic time in ms at which what they say was true.
   */
  watch(products: readonly Product[], readAt: number): void;
  /** Called with products whose services may have changed. */
  changed(changed: Changed): void;
  /** What was counted within the site's `max_age`, by the source or by paging. */
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

const TOO_SLOW =
  'counting units in use takes longer than max_age, so they are withdrawn before they are known: raise max_age, or install the companion';
const LONGEST_SLEEP_MS = 60 * 60_000;

/**
 * Creates the watch of one site. Every product is counted every `usage.interval`; one that was never counted, has other names
 * since, or is said to have changed, at once, but after a rest as long as the last count took. A product that fails waits
 * by itself, longer with every failure, and all wait where the whole site fails.
 */
export function createUsageWatch(deps: UsageWatchDeps): UsageWatch {
  const { site, clock, log, reportBug } = deps;
  const isNeeded = needsCounting(site);
  const known = new Map(deps.before);
  const changed = new Set<number>();
  const failures = new Map<number, Failure>();
  const uncounted = new Set<number>();
  const renamed = new Map<number, string>();
  let products: readonly Product[] = [];
  let names: ReadonlyMap<number, string> = new Map();
  let lastReadAt = Number.NEGATIVE_INFINITY;
  let allDueAt = clock.monotonic();
  let restUntil = allDueAt;
  let siteFailures = 0;
  let siteFault: string | undefined;
  let loggedFault: string | undefined;
  let wake = () => {};

  const isPending = (id: number): boolean => changed.has(id) || known.get(id)?.names !== names.get(id);

  function dueAt({ id }: Product): number {
    if (renamed.has(id) && renamed.get(id) === names.get(id)) return Number.POSITIVE_INFINITY; // until it is read again
    return failures.get(id)?.retryAt ?? (isPending(id) ? 0 : allDueAt);
  }

  function forgetOld(): void {
    const oldest = clock.monotonic() - site.maxAgeMs;
    for (const [id, { since }] of known) if (since <= oldest) known.delete(id);
  }

  async function untilDue(signal: AbortSignal): Promise<readonly Product[]> {
    for (;;) {
      const now = clock.monotonic();
      const due = now < restUntil ? [] : products.filter((product) => dueAt(product) <= now);
      if (due.length > 0 || signal.aborted) return due;
      let next = Number.POSITIVE_INFINITY;
      for (const product of products) next = Math.min(next, dueAt(product));
      await sleepUntilWoken(Math.min(Math.max(restUntil, next) - now, LONGEST_SLEEP_MS), signal);
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
    const marked = some.filter(({ id }) => changed.delete(id));
    if (started >= allDueAt) allDueAt = started + site.usage.intervalMs; // what changes meanwhile may bring it forward
    const count = await deps.count(some, signal).catch((ended: unknown) => ({ ...NOTHING, ended }));
    if (signal.aborted) return;
    for (const product of some) settle(product, count, started);
    for (const { id } of marked) if (uncounted.has(id)) changed.add(id);
    if (count.renamed.length > 0) deps.renamed(count.renamed);
    if (count.ended === undefined) rest(clock.monotonic() - started);
    else {
      allDueAt = Math.min(allDueAt, wasDueAt);
      endEarly(count.ended);
    }
    logFault();
  }

  function settle(product: Product, count: ConfirmedCount, started: number): void {
    const { id } = product;
    const usage = count.usage.get(id);
    if (usage) {
      known.set(id, { usage, since: started, names: namesKey(product.options) });
      failures.delete(id);
      uncounted.delete(id);
      return;
    }
    uncounted.add(id);
    if (count.renamed.includes(id)) renamed.set(id, namesKey(product.options));
    const error = count.failed.get(id);
    if (error === undefined || concernsSite(error)) return;
    const failed = (failures.get(id)?.count ?? 0) + 1;
    const { message, retryAfterMs } = describe(error);
    const retryAt = clock.monotonic() + intervalInForce(site.intervalMs, failed, retryAfterMs);
    failures.set(id, { count: failed, retryAt, message });
    if (!(error instanceof WhmcsError)) reportBug('usage', error);
  }

  /** Rests after a count as long as that took, but not so long that what was counted grows too old. */
  function rest(tookMs: number): void {
    const isTooSlow = tookMs >= site.maxAgeMs;
    siteFault = isTooSlow ? TOO_SLOW : undefined;
    siteFailures = 0;
    restUntil = clock.monotonic() + Math.max(0, Math.min(tookMs, site.maxAgeMs - 2 * tookMs));
    if (isTooSlow) restUntil = clock.monotonic() + tookMs;
  }

  /** Waits before the next count, as collections do after a failure; no longer each time where only some products failed. */
  function endEarly(error: unknown): void {
    const { message, retryAfterMs } = describe(error);
    siteFailures = concernsSite(error) || !(error instanceof WhmcsError) ? siteFailures + 1 : 0;
    siteFault = siteFailures > 0 ? `units in use could not be counted: ${message}` : undefined;
    restUntil = clock.monotonic() + intervalInForce(site.intervalMs, siteFailures, retryAfterMs);
    if (!(error instanceof WhmcsError)) reportBug('usage', error);
  }

  function fault(): string | undefined {
    if (products.length === 0) return undefined;
    const [first] = failures;
    if (siteFault !== undefined || !first) return siteFault;
    const [id, { message }] = first;
    const others = failures.size > 1 ? ` and ${failures.size - 1} others` : '';
    return `units in use could not be counted: product ${id}${others}: ${message}`;
  }

  function logFault(): void {
    const now = fault();
    if (now !== undefined && now !== loggedFault)
      log.warn({ site: site.name, products: uncounted.size }, now);
    if (now === undefined && loggedFault !== undefined)
      log.info({ site: site.name }, 'units in use are counted again');
    loggedFault = now;
  }

  return {
    counted() {
      forgetOld();
      return new Map(known);
    },
    fault,
    failed: () => uncounted.size,
    watch(listed, readAt) {
      products = listed.filter(isNeeded);
      names = new Map(products.map(({ id, options }) => [id, namesKey(options)]));
      if (readAt > lastReadAt) renamed.clear();
      lastReadAt = readAt;
      const ids = new Set(listed.map(({ id }) => id));
      const needed = new Set(products.map(({ id }) => id));
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
      for (const some of [changed, uncounted]) for (const id of some) if (!needed.has(id)) some.delete(id);
      for (const id of failures.keys()) if (!needed.has(id)) failures.delete(id);
      for (const { id, usage } of listed)
        if (usage) known.set(id, { usage, since: readAt, names: undefined });
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

const NOTHING: ConfirmedCount = { usage: new Map(), failed: new Map(), renamed: [], ended: undefined };

const describe = (
  error: unknown,
): { readonly message: string; readonly retryAfterMs?: number | undefined } =>
  error instanceof WhmcsError ? error : { message: String(error) };
