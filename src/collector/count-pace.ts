import type { SiteConfig } from '../config/config.js';
import type { ConfirmedCount } from '../whmcs/services/confirm-names.js';
import { concernsSite, WhmcsError } from '../whmcs/whmcs-error.js';
import { intervalInForce } from './back-off.js';

/** When a count began, and what was due then. */
export type BegunPace = {
  readonly startedAt: number;
  /** The due time of all products before it began. */
  readonly allDueAt: number;
  /** Whether it counts all products by `usage.interval`, and not only new and changed ones. */
  readonly isRegular: boolean;
};

/** A count that took longer is spaced. */
const SLOW_MS = 2_000;
/** The part of the time that slow counts may take. */
const MOST_OF_THE_TIME = 0.01;

const TOO_SLOW =
  'counting units in use takes longer than max_age, so they are withdrawn before they are known: ' +
  'raise max_age, or install the companion';

/** Decides how often a site is counted, by the time that counts take and by failures. Times are steady. */
export class CountPace {
  readonly #site: Pick<SiteConfig, 'usage' | 'intervalMs' | 'maxAgeMs'>;
  #allDueAt: number;
  #restUntil: number;
  #regularNotBefore = Number.NEGATIVE_INFINITY;
  #changedNotBefore = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #fault: string | undefined;

  constructor(site: Pick<SiteConfig, 'usage' | 'intervalMs' | 'maxAgeMs'>, now: number) {
    this.#site = site;
    this.#allDueAt = now;
    this.#restUntil = now;
  }

  /** Until then nothing is counted. */
  get restUntil(): number {
    return this.#restUntil;
  }

  /** When all products are due. */
  get allDueAt(): number {
    return Math.max(this.#allDueAt, this.#regularNotBefore);
  }

  /** When products marked as changed are due. */
  get changedDueAt(): number {
    return this.#changedNotBefore;
  }

  /** Why the site could not be counted, or not in time; undefined if all is well. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Makes all products due, unless slow counts are spaced. */
  makeAllDue(now: number): void {
    this.#allDueAt = now;
  }

  /** Notes that a count begins. */
  begin(now: number): BegunPace {
    const allDueAt = this.#allDueAt;
    const isRegular = now >= this.allDueAt;
    if (isRegular) this.#allDueAt = now + this.#site.usage.intervalMs;
    return { startedAt: now, allDueAt, isRegular };
  }

  /** Sets the next due times after a count, complete or partial. */
  end(begun: BegunPace, { tookMs = 0, ended }: ConfirmedCount, now: number): void {
    this.#space(begun, tookMs);
    if (ended === undefined) {
      this.#rest(now - begun.startedAt, now);
    } else {
      this.#allDueAt = Math.min(this.#allDueAt, begun.allDueAt);
      this.#endEarly(ended, now);
    }
  }

  /**
   * Spaces counts of one kind that WHMCS says were slow, so that it counts for at most a hundredth of the
   * time, but not so far that units in use exceed `max_age`.
   */
  #space({ startedAt, isRegular }: BegunPace, tookMs: number): void {
    if (tookMs <= SLOW_MS) return;
    const longest = Math.max(0, this.#site.maxAgeMs - 2 * tookMs);
    const notBefore = startedAt + Math.min(tookMs / MOST_OF_THE_TIME, longest);
    if (isRegular) this.#regularNotBefore = notBefore;
    else this.#changedNotBefore = notBefore;
  }

  /** Rests after a count for as long as it took, but not until the counts exceed `max_age`. */
  #rest(tookMs: number, now: number): void {
    const { maxAgeMs } = this.#site;
    const isTooSlow = tookMs >= maxAgeMs;
    this.#fault = isTooSlow ? TOO_SLOW : undefined;
    this.#failures = 0;
    this.#restUntil = now + (isTooSlow ? tookMs : Math.max(0, Math.min(tookMs, maxAgeMs - 2 * tookMs)));
  }

  /**
   * Sets the delay before the next count after a failure, as for collections. If only some products failed,
   * the delay does not grow.
   */
  #endEarly(error: unknown, now: number): void {
    const { message, retryAfterMs } = describeFailure(error);
    const isOfSite = concernsSite(error) || !(error instanceof WhmcsError);
    this.#failures = isOfSite ? this.#failures + 1 : 0;
    this.#fault = isOfSite ? `units in use could not be counted: ${message}` : undefined;
    this.#restUntil = now + intervalInForce(this.#site.intervalMs, this.#failures, retryAfterMs);
  }
}

/** Returns the message of an error, and the delay that WHMCS asks for. */
export const describeFailure = (
  error: unknown,
): { readonly message: string; readonly retryAfterMs?: number | undefined } =>
  error instanceof WhmcsError ? error : { message: String(error) };
