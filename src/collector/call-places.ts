import { WhmcsError } from '../whmcs/whmcs-error.js';
import type { Clock } from './clock.js';
import type { SiteSpeed } from './site-speed.js';
import { type Waiting, WaitingLine } from './waiting-line.js';

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
export type Place = { pool: Pool; readonly until: number; readonly speed: SiteSpeed };

type Pool = { limit: number; running: number; readonly lines: Record<'tried' | 'untried', Line> };
type Line = WaitingLine<Waiter>;
type Waiter = Waiting & {
  readonly request: PlaceRequest;
  readonly since: number;
  line: Line;
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
  /** Gives free places to waiting calls, after those of a site have become faster or slower. */
  fill(changed: SiteSpeed): void;
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
  const fast = createPool(concurrency);
  const slow = createPool(concurrency * SLOW_PER_FAST);
  const waitersOf = new Map<SiteSpeed, Set<Waiter>>();
  const places = new Set<Place>();
  let arrivals = 0;
  let movedAt = clock.monotonic();

  function lineFor({ speed, action }: PlaceRequest): Line {
    const { lines } = speed.expectsSlow(action) ? slow : fast;
    return speed.isTried ? lines.tried : lines.untried;
  }

  function join(waiter: Waiter): void {
    const { speed } = waiter.request;
    const others = waitersOf.get(speed);
    if (others) others.add(waiter);
    else waitersOf.set(speed, new Set([waiter]));
    waiter.line.join(waiter);
  }

  function leave(waiter: Waiter): void {
    const { speed } = waiter.request;
    const waiters = waitersOf.get(speed);
    waiters?.delete(waiter);
    if (waiters?.size === 0) waitersOf.delete(speed);
    waiter.line.leave(waiter);
  }

  /** Moves the waiting calls of a site to the lines where they belong now. */
  function sort(speed: SiteSpeed): void {
    for (const waiter of waitersOf.get(speed) ?? []) {
      const line = lineFor(waiter.request);
      if (line === waiter.line) continue;
      waiter.line.leave(waiter);
      line.join(waiter);
      waiter.line = line;
    }
  }

  function fill(changed?: SiteSpeed): void {
    movedAt = clock.monotonic();
    if (changed) sort(changed);
    for (const pool of [fast, slow]) {
      while (pool.running < pool.limit) {
        const next = nextOf(pool);
        if (!next) break;
        leave(next);
        pool.running += 1;
        next.start(pool);
      }
    }
  }

  return {
    fill,
    take: (request, signal) =>
      new Promise((resolve, reject) => {
        function cancel(): void {
          leave(waiter);
          reject(new WhmcsError('canceled', 'the call was canceled', { cause: signal.reason }));
        }
        const waiter: Waiter = {
          request,
          arrival: arrivals++,
          since: clock.monotonic(),
          line: lineFor(request),
          start(pool) {
            signal.removeEventListener('abort', cancel);
            const { speed, timeoutMs } = request;
            const place = { pool, until: clock.monotonic() + timeoutMs, speed };
            places.add(place);
            resolve(place);
          },
        };
        if (signal.aborted) return cancel();
        signal.addEventListener('abort', cancel, { once: true });
        join(waiter);
        fill(request.speed);
      }),
    giveBack(place) {
      places.delete(place);
      place.pool.running -= 1;
      fill(place.speed);
    },
    moveToSlow(place) {
      if (place.pool === slow) return true;
      if (slow.running >= slow.limit) return false;
      slow.running += 1;
      fast.running -= 1;
      place.pool = slow;
      fill(place.speed);
      return true;
    },
    resize(concurrency) {
      fast.limit = concurrency;
      slow.limit = concurrency * SLOW_PER_FAST;
      fill();
    },
    counts: () => ({ fast: countOf(fast), slow: countOf(slow) }),
    movesBy() {
      if (waitersOf.size === 0) return Number.POSITIVE_INFINITY;
      let last = movedAt;
      for (const { until } of places) last = Math.max(last, until);
      return last;
    },
  };
}

const createPool = (limit: number): Pool => ({
  limit,
  running: 0,
  lines: { tried: new WaitingLine(), untried: new WaitingLine() },
});

const countOf = ({ limit, running, lines: { tried, untried } }: Pool): PoolCounts => ({
  ...{ limit, running },
  waiting: tried.length + untried.length,
});

function nextOf({ lines: { tried, untried } }: Pool): Waiter | undefined {
  if (!tried.first || !untried.first) return tried.first ?? untried.first;
  return untried.first.since + HEAD_START_MS < tried.first.since ? untried.first : tried.first;
}
