import { WhmcsError } from '../whmcs/whmcs-error.js';
import type { Clock } from './clock.js';
import type { SiteSpeed } from './site-speed.js';

export type PoolName = 'fast' | 'slow';

export type PoolCounts = {
  /** Calls that may run at once. */
  readonly limit: number;
  readonly running: number;
  readonly waiting: number;
};

/** What the place of a call depends on. */
export type PlaceRequest = {
  readonly speed: SiteSpeed;
  readonly action: string;
  /** The time in ms within which the call ends by itself. */
  readonly timeoutMs: number;
};

/** The right of one call to run. */
export type Place = { pool: Pool; readonly until: number };

type Pool = { limit: number; running: number };
type Waiter = {
  readonly request: PlaceRequest;
  readonly since: number;
  readonly start: (pool: Pool) => void;
};

/** The places of the fast and of the slow pool, and the line that waits for them. */
export type CallPlaces = {
  /**
   * Waits for a place: a slow one if the call is expected to be slow, otherwise a fast one.
   *
   * @throws {WhmcsError} `canceled` once the signal aborts.
   */
  take(request: PlaceRequest, signal: AbortSignal): Promise<Place>;
  giveBack(place: Place): void;
  /**
   * Exchanges a fast place for a slow one, while its call continues. Returns whether the call has a slow one
   * now.
   */
  moveToSlow(place: Place): boolean;
  /** Gives free places to waiting calls, after it has changed what they are expected to be. */
  fill(): void;
  resize(concurrency: number): void;
  counts(): Readonly<Record<PoolName, PoolCounts>>;
  /** The monotonic time in ms by which a place becomes free; infinite if no call waits for one. */
  movesBy(): number;
};

/**
 * Places of the slow pool for each of the fast one: a call that is never answered takes one for its whole
 * timeout.
 */
const SLOW_PER_FAST = 4;
/** A call to an untried site lets those to others go first, until it has waited for this much longer. */
const HEAD_START_MS = 30_000;

/**
 * Creates the places: `concurrency` fast ones, and four times as many slow ones. First come, first served,
 * but sites that have answered go before untried ones, so that a collection that has begun is not delayed by
 * those that follow.
 */
export function createCallPlaces(concurrency: number, clock: Pick<Clock, 'monotonic'>): CallPlaces {
  const fast: Pool = { limit: concurrency, running: 0 };
  const slow: Pool = { limit: concurrency * SLOW_PER_FAST, running: 0 };
  const waiters = new Set<Waiter>();
  const places = new Set<Place>();
  let movedAt = clock.monotonic();

  const poolFor = ({ speed, action }: PlaceRequest): Pool => (speed.expectsSlow(action) ? slow : fast);

  function nextFor(pool: Pool): Waiter | undefined {
    let untried: Waiter | undefined;
    for (const waiter of waiters) {
      if (poolFor(waiter.request) !== pool) continue;
      if (!waiter.request.speed.isTried) untried ??= waiter;
      else return untried && untried.since + HEAD_START_MS < waiter.since ? untried : waiter;
    }
    return untried;
  }

  function fill(): void {
    movedAt = clock.monotonic();
    for (const pool of [fast, slow]) {
      while (pool.running < pool.limit) {
        const next = nextFor(pool);
        if (!next) break;
        waiters.delete(next);
        pool.running += 1;
        next.start(pool);
      }
    }
  }

  const countOf = (pool: Pool): PoolCounts => ({
    limit: pool.limit,
    running: pool.running,
    waiting: [...waiters].filter(({ request }) => poolFor(request) === pool).length,
  });

  return {
    fill,
    take: (request, signal) =>
      new Promise((resolve, reject) => {
        function leave(): void {
          waiters.delete(waiter);
          reject(new WhmcsError('canceled', 'the call was canceled', { cause: signal.reason }));
        }
        const waiter: Waiter = {
          request,
          since: clock.monotonic(),
          start(pool) {
            signal.removeEventListener('abort', leave);
            const place = { pool, until: clock.monotonic() + request.timeoutMs };
            places.add(place);
            resolve(place);
          },
        };
        if (signal.aborted) return leave();
        signal.addEventListener('abort', leave, { once: true });
        waiters.add(waiter);
        fill();
      }),
    giveBack(place) {
      places.delete(place);
      place.pool.running -= 1;
      fill();
    },
    moveToSlow(place) {
      if (place.pool === slow) return true;
      if (slow.running >= slow.limit) return false;
      slow.running += 1;
      fast.running -= 1;
      place.pool = slow;
      fill();
      return true;
    },
    resize(concurrency) {
      fast.limit = concurrency;
      slow.limit = concurrency * SLOW_PER_FAST;
      fill();
    },
    counts: () => ({ fast: countOf(fast), slow: countOf(slow) }),
    movesBy() {
      if (waiters.size === 0) return Number.POSITIVE_INFINITY;
      let last = movedAt;
      for (const { until } of places) last = Math.max(last, until);
      return last;
    },
  };
}
