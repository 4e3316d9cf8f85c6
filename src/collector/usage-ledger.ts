import type { SiteConfig } from '../config/config.js';
import type { CountedUnits, Product } from '../stock/catalogue.js';
import { lacksChoice, namesKey, type Option } from '../stock/options.js';
import type { Work } from '../stock/work.js';
import type { ConfirmedCount } from '../whmcs/services/confirm-names.js';
import { needsCounting } from '../whmcs/services/needs-counting.js';
import { concernsSite, WhmcsError } from '../whmcs/whmcs-error.js';
import { intervalInForce } from './back-off.js';
import type { Changed } from './changes.js';

export type CountedSite = Pick<SiteConfig, 'limits' | 'usage' | 'intervalMs' | 'maxAgeMs'>;

/** The units in use of a product. */
export type Count = CountedUnits & {
  /** Steady time of the count. */
  readonly since: number;
  /** The names that services were matched with; undefined if the source itself counted. */
  readonly names: string | undefined;
};

/** By the product's id. */
export type Counted = ReadonlyMap<number, Count>;

/** Why a product could not be counted, and when it is tried again. */
type Failure = { readonly count: number; readonly retryAt: number; readonly message: string };

/** A count in progress. */
export type Begun = {
  readonly products: readonly Product[];
  readonly startedAt: number;
  /** The ids marked as changed before it began. */
  readonly changed: readonly number[];
  /** The due times of all products before it began. */
  readonly allDueAt: number;
  /** Whether it counts all products by `usage.interval`, and not only new and changed ones. */
  readonly isRegular: boolean;
};

/** A count that took longer is spaced. */
const SLOW_MS = 2_000;
/** The part of the time that slow counts may take. */
const MOST_OF_THE_TIME = 0.01;

const UNTIL_READ_AGAIN = Number.POSITIVE_INFINITY;

/** Neither the reading of a product nor a count has returned its options. */
const NO_OPTIONS = new WhmcsError('invalid_response', 'its options could not be read');

const TOO_SLOW =
  'counting units in use takes longer than max_age, so they are withdrawn before they are known: ' +
  'raise max_age, or install the companion';

/**
 * Keeps the counts of units in use, and when the next ones are due. All times are steady.
 *
 * Every product is counted once per `usage.interval`, or less often if that takes WHMCS long. A product that
 * is new, renamed or marked as changed is due immediately, but only after a rest as long as the last count
 * took. A product that fails is retried alone, with growing delays. If the whole site fails, all products
 * wait.
 */
export class UsageLedger {
  readonly #site: CountedSite;
  readonly #isNeeded: (product: Product) => boolean;
  readonly #known: Map<number, Count>;
  readonly #changed = new Set<number>();
  readonly #failures = new Map<number, Failure>();
  readonly #uncounted = new Set<number>();
  readonly #doubted = new Set<number>();
  readonly #renamed = new Map<number, string>();
  #products: readonly Product[] = [];
  #names: ReadonlyMap<number, string> = new Map();
  #lastReadAt = Number.NEGATIVE_INFINITY;
  #allDueAt: number;
  #restUntil: number;
  #regularNotBefore = Number.NEGATIVE_INFINITY;
  #changedNotBefore = Number.NEGATIVE_INFINITY;
  #siteFailures = 0;
  #siteFault: string | undefined;

  constructor(site: CountedSite, now: number, before?: Counted) {
    this.#site = site;
    this.#isNeeded = needsCounting(site);
    this.#known = new Map(before);
    this.#allDueAt = now;
    this.#restUntil = now;
  }

  /** Sets the current products of the site. @param readAt the time at which they were read. */
  *watch(listed: readonly Product[], readAt: number): Work<void> {
    const products: Product[] = [];
    const names = new Map<number, string>();
    const ids = new Set<number>();
    const reported = new Map<number, Count>();
    for (const product of listed) {
      yield;
      const { id, usage, options } = product;
      ids.add(id);
      if (usage) reported.set(id, { usage, options, since: readAt, names: undefined });
      if (!this.#isNeeded(product)) continue;
      products.push(product);
      names.set(id, namesKey(options));
    }
    // The rest is one step, so that a count never sees half of it.
    this.#products = products;
    this.#names = names;
    if (readAt > this.#lastReadAt) this.#renamed.clear();
    this.#lastReadAt = readAt;
    keepOnly(this.#known, ids);
    for (const some of [this.#changed, this.#uncounted, this.#doubted, this.#failures]) keepOnly(some, names);
    for (const [id, count] of reported) this.#known.set(id, count);
  }

  /** Marks products whose services may have changed. */
  mark(changed: Changed, now: number): void {
    if (changed === 'all') this.#allDueAt = now;
    else for (const id of changed) this.#changed.add(id);
  }

  /** Returns the counts not older than the site's `max_age`, by the source or by paging. */
  counted(now: number): Counted {
    const oldest = now - this.#site.maxAgeMs;
    for (const [id, { since }] of this.#known) if (since <= oldest) this.#known.delete(id);
    return new Map(this.#known);
  }

  /** Returns the products to count now. */
  due(now: number): readonly Product[] {
    return now < this.#restUntil ? [] : this.#products.filter((product) => this.#dueAt(product) <= now);
  }

  /** Returns when the next product is due, if nothing changes until then. */
  nextDueAt(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const product of this.#products) next = Math.min(next, this.#dueAt(product));
    return Math.max(this.#restUntil, next);
  }

  /** Notes that a count of products begins. Changes during the count make them due again. */
  begin(products: readonly Product[], now: number): Begun {
    const allDueAt = this.#allDueAt;
    const isRegular = now >= Math.max(allDueAt, this.#regularNotBefore);
    const changed = products.flatMap(({ id }) => (this.#changed.delete(id) ? id : []));
    if (isRegular) this.#allDueAt = now + this.#site.usage.intervalMs;
    return { products, startedAt: now, changed, allDueAt, isRegular };
  }

  /** Stores the result of a count, complete or partial. */
  end(begun: Begun, count: ConfirmedCount, now: number): void {
    for (const product of begun.products) this.#settle(product, count, begun.startedAt, now);
    this.#space(begun, count.tookMs ?? 0);
    for (const id of begun.changed) if (this.#uncounted.has(id)) this.#changed.add(id);
    if (count.ended === undefined) {
      this.#rest(now - begun.startedAt, now);
    } else {
      this.#allDueAt = Math.min(this.#allDueAt, begun.allDueAt);
      this.#endEarly(count.ended, now);
    }
  }

  /** Returns why units in use are unknown or no longer counted; undefined if all is well. */
  get fault(): string | undefined {
    if (this.#products.length === 0) return undefined;
    const [first] = this.#failures;
    if (this.#siteFault !== undefined || !first) return this.#siteFault;
    const [id, { message }] = first;
    const others = this.#failures.size > 1 ? ` and ${this.#failures.size - 1} others` : '';
    return `units in use could not be counted: product ${id}${others}: ${message}`;
  }

  /** Returns how many products the last count failed for. */
  get failed(): number {
    return this.#uncounted.size;
  }

  #dueAt({ id }: Product): number {
    const names = this.#names.get(id);
    if (this.#renamed.has(id) && this.#renamed.get(id) === names) return UNTIL_READ_AGAIN;
    const failure = this.#failures.get(id);
    if (failure) return failure.retryAt;
    if (this.#known.get(id)?.names !== names) return 0;
    if (this.#changed.has(id)) return this.#changedNotBefore;
    return Math.max(this.#allDueAt, this.#regularNotBefore);
  }

  /**
   * Spaces counts of one kind that WHMCS says were slow, so that it counts for at most a hundredth of the
   * time, but not so far that units in use exceed `max_age`.
   */
  #space({ startedAt, isRegular }: Begun, tookMs: number): void {
    if (tookMs <= SLOW_MS) return;
    const longest = Math.max(0, this.#site.maxAgeMs - 2 * tookMs);
    const notBefore = startedAt + Math.min(tookMs / MOST_OF_THE_TIME, longest);
    if (isRegular) this.#regularNotBefore = notBefore;
    else this.#changedNotBefore = notBefore;
  }

  /** Returns whether a count lacks a choice for the first time, so that the next one must confirm it. */
  #isDoubted({ id, optionsOmitted }: Product, options: readonly Option[] | undefined): boolean {
    const isLess = optionsOmitted === true && lacksChoice(options ?? [], this.#known.get(id)?.options);
    if (isLess && !this.#doubted.has(id)) {
      this.#doubted.add(id);
      return true;
    }
    this.#doubted.delete(id);
    return false;
  }

  #settle(product: Product, count: ConfirmedCount, startedAt: number, now: number): void {
    const { id, options } = product;
    const usage = count.usage.get(id);
    if (usage) {
      const counted = { usage, options: count.options?.get(id) ?? options };
      this.#failures.delete(id);
      this.#uncounted.delete(id);
      if (this.#isDoubted(product, counted.options)) return;
      this.#known.set(id, { since: startedAt, names: namesKey(options), ...counted });
      return;
    }
    this.#uncounted.add(id);
    const isUnreadable = product.optionsOmitted === true && count.renamed.includes(id);
    if (count.renamed.includes(id) && !isUnreadable) this.#renamed.set(id, namesKey(options));
    const error = isUnreadable ? NO_OPTIONS : count.failed.get(id);
    if (error === undefined || concernsSite(error)) return;
    const failures = (this.#failures.get(id)?.count ?? 0) + 1;
    const { message, retryAfterMs } = describe(error);
    const retryAt = now + intervalInForce(this.#site.intervalMs, failures, retryAfterMs);
    this.#failures.set(id, { count: failures, retryAt, message });
  }

  /** Rests after a count for as long as it took, but not until the counts exceed `max_age`. */
  #rest(tookMs: number, now: number): void {
    const { maxAgeMs } = this.#site;
    const isTooSlow = tookMs >= maxAgeMs;
    this.#siteFault = isTooSlow ? TOO_SLOW : undefined;
    this.#siteFailures = 0;
    this.#restUntil = now + (isTooSlow ? tookMs : Math.max(0, Math.min(tookMs, maxAgeMs - 2 * tookMs)));
  }

  /**
   * Sets the delay before the next count after a failure, as for collections. If only some products failed,
   * the delay does not grow.
   */
  #endEarly(error: unknown, now: number): void {
    const { message, retryAfterMs } = describe(error);
    const isOfSite = concernsSite(error) || !(error instanceof WhmcsError);
    this.#siteFailures = isOfSite ? this.#siteFailures + 1 : 0;
    this.#siteFault = isOfSite ? `units in use could not be counted: ${message}` : undefined;
    this.#restUntil = now + intervalInForce(this.#site.intervalMs, this.#siteFailures, retryAfterMs);
  }
}

function keepOnly(
  some: { keys(): Iterable<number>; delete(id: number): unknown },
  ids: { has(id: number): boolean },
): void {
  for (const id of some.keys()) if (!ids.has(id)) some.delete(id);
}

const describe = (
  error: unknown,
): { readonly message: string; readonly retryAfterMs?: number | undefined } =>
  error instanceof WhmcsError ? error : { message: String(error) };
