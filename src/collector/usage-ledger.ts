import type { SiteConfig } from '../config/config.js';
import type { CountedUnits, Product } from '../stock/catalogue.js';
import { lacksChoice, namesKey, type Option } from '../stock/options.js';
import type { Work } from '../stock/work.js';
import type { ConfirmedCount } from '../whmcs/services/confirm-names.js';
import { needsCounting } from '../whmcs/services/needs-counting.js';
import { concernsSite, WhmcsError } from '../whmcs/whmcs-error.js';
import { intervalInForce } from './back-off.js';
import type { Changed } from './changes.js';
import { type BegunPace, CountPace, describeFailure } from './count-pace.js';

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
export type Begun = BegunPace & {
  readonly products: readonly Product[];
  /** The ids marked as changed before it began. */
  readonly changed: readonly number[];
};

const UNTIL_READ_AGAIN = Number.POSITIVE_INFINITY;

/** Neither the reading of a product nor a count has returned its options. */
const NO_OPTIONS = new WhmcsError('invalid_response', 'its options could not be read');

/**
 * Keeps the counts of units in use, and which products are due. All times are steady.
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
  readonly #pace: CountPace;

  constructor(site: CountedSite, now: number, before?: Counted) {
    this.#site = site;
    this.#isNeeded = needsCounting(site);
    this.#known = new Map(before);
    this.#pace = new CountPace(site, now);
  }

  /** Sets the current products of the site. @param readAt the time at which they were read. */
  *watch(listed: readonly Product[], readAt: number): Work<void> {
    const products: Product[] = [];
    const names = new Map<number, string>();
    const ids = new Set<number>();
    const reported = new Map<number, Count>();
    for (const product of listed) {
      yield;
      const { id, usage, options, optionsAt: since = readAt } = product;
      ids.add(id);
      if (usage) reported.set(id, { usage, options, since, names: undefined });
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
    if (changed === 'all') this.#pace.makeAllDue(now);
    else for (const id of changed) this.#changed.add(id);
  }

  /** Returns the counts not older than the site's `max_age`, by the source or by paging. */
  counted(now: number): Counted {
    this.forgetOld(now);
    return new Map(this.#known);
  }

  /** Forgets the counts older than the site's `max_age`. Returns whether there were any, beside others. */
  forgetOld(now: number): boolean {
    const before = this.#known.size;
    const oldest = now - this.#site.maxAgeMs;
    for (const [id, { since }] of this.#known) if (since <= oldest) this.#known.delete(id);
    return this.#known.size > 0 && this.#known.size < before;
  }

  /** Returns when the next count becomes too old, if it is not repeated until then. */
  nextExpiryAt(): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const { since } of this.#known.values()) oldest = Math.min(oldest, since);
    return oldest + this.#site.maxAgeMs;
  }

  /** Returns the products to count now. */
  due(now: number): readonly Product[] {
    return now < this.#pace.restUntil ? [] : this.#products.filter((product) => this.#dueAt(product) <= now);
  }

  /** Returns when the next product is due, if nothing changes until then. */
  nextDueAt(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const product of this.#products) next = Math.min(next, this.#dueAt(product));
    return Math.max(this.#pace.restUntil, next);
  }

  /** Notes that a count of products begins. Changes during the count make them due again. */
  begin(products: readonly Product[], now: number): Begun {
    const changed = products.flatMap(({ id }) => (this.#changed.delete(id) ? id : []));
    return { products, changed, ...this.#pace.begin(now) };
  }

  /** Stores the result of a count, complete or partial. */
  end(begun: Begun, count: ConfirmedCount, now: number): void {
    for (const product of begun.products) this.#settle(product, count, begun.startedAt, now);
    for (const id of begun.changed) if (this.#uncounted.has(id)) this.#changed.add(id);
    this.#pace.end(begun, count, now);
  }

  /** Returns why units in use are unknown or no longer counted; undefined if all is well. */
  get fault(): string | undefined {
    if (this.#products.length === 0) return undefined;
    const [first] = this.#failures;
    if (this.#pace.fault !== undefined || !first) return this.#pace.fault;
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
    if (this.#changed.has(id)) return this.#pace.changedDueAt;
    return this.#pace.allDueAt;
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
    const { message, retryAfterMs } = describeFailure(error);
    const retryAt = now + intervalInForce(this.#site.intervalMs, failures, retryAfterMs);
    this.#failures.set(id, { count: failures, retryAt, message });
  }
}

function keepOnly(
  some: { keys(): Iterable<number>; delete(id: number): unknown },
  ids: { has(id: number): boolean },
): void {
  for (const id of some.keys()) if (!ids.has(id)) some.delete(id);
}
