import { WhmcsError } from '../whmcs/reasons.js';
import type { Clock } from './clock.js';
import { orAborted } from './or-aborted.js';
import type { SiteSpeed } from './site-speed.js';

export type PoolName = 'fast' | 'slow';

export type PoolCounts = {
  /** Calls that may run at once. */
  readonly limit: number;
  readonly running: number;
  readonly waiting: number;
};

/** An API call, and the site that it goes to. */
export type PooledCall<T> = {
  readonly speed: SiteSpeed;
  readonly action: string;
  /** The time in ms within which it ends by itself. */
  readonly timeoutMs: number;
  /** Makes the call. It may be made twice, so it must change nothing. */
  readonly make: (signal: AbortSignal) => Promise<T>;
};

/** Limits the API calls of all sites, so that sites that answer do not wait for those that don't. */
export type CallPools = {
  /**
   * Makes a call as soon as there is a place for it.
   *
   * @throws {WhmcsError} `canceled` once the signal aborts, and whatever the call throws.
   */
  run<T>(call: PooledCall<T>, signal: AbortSignal): Promise<T>;
  /** Sets how many fast calls may run at once. */
  resize(concurrency: number): void;
  counts(): Readonly<Record<PoolName, PoolCounts>>;
  /** The monotonic time in ms by which a place becomes free, if any call waits for one. */
  movesBy(): number;
};

/** A call that has waited for longer than this is slow. */
const SLOW_AFTER_MS = 1_000;
/** Places of the slow pool for each of the fast one: a call that is never answered takes one for its whole timeout. */
const SLOW_PER_FAST = 4;
/** A call to an untried site lets those to others go first, until it has waited for this much longer. */
const HEAD_START_MS = 30_000;

type Pool = { limit: number; running: number };
type Place = { pool: Pool; readonly until: number };
type Waiter = {
  readonly call: PooledCall<unknown>;
  readonly since: number;
  readonly start: (pool: Pool) => void;
};

/**
 * Creates the two pools of calls. At most `concurrency` calls run in the fast pool, and four times as many in the slow one, so the
 * number of connections is limited whatever the sites do.
 *
 * The difficulty is that nobody knows which sites are slow: after a start, all are untried. So a place in the fast pool is lent
 * for one second. A call that is answered in time gives it back; all others must leave:
 *
 * - A call starts in the fast pool, unless its site's last call was slow. It waits in line for a place: first come, first served, but
 *   sites that have answered go before untried ones, so that a collection that has begun is not held up by those that follow.
 * - After one second without an answer it moves to the slow pool, without the site noticing, and its fast place is free.
 * - If the slow pool is full, the call is canceled instead, and made again when there is a slow place. It would otherwise hold the
 *   fast place, or the number of connections would have no limit. The calls only read, so making one twice does no harm.
 * - From then on the site's calls start in the slow pool, until one of them is answered within a second.
 *
 * So a site that never answers costs the others one second of one fast place, once. With N of them, each good site is read N / `concurrency`
 * seconds after a start at the latest, and is never held up again.
 */
export function createCallPools(concurrency: number, clock: Pick<Clock, 'monotonic' | 'sleep'>): CallPools {
  const fast: Pool = { limit: concurrency, running: 0 };
  const slow: Pool = { limit: concurrency * SLOW_PER_FAST, running: 0 };
  const waiters = new Set<Waiter>();
  const places = new Set<Place>();
  let movedAt = clock.monotonic();

  const poolOf = ({ speed, action }: PooledCall<unknown>): Pool => (speed.expectsSlow(action) ? slow : fast);

  function nextFor(pool: Pool): Waiter | undefined {
    let untried: Waiter | undefined;
    for (const waiter of waiters) {
      if (poolOf(waiter.call) !== pool) continue;
      if (!waiter.call.speed.isTried) untried ??= waiter;
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

  function take(call: PooledCall<unknown>, signal: AbortSignal): Promise<Place> {
    return new Promise((resolve, reject) => {
      function leave(): void {
        waiters.delete(waiter);
        reject(new WhmcsError('canceled', 'the call was canceled', { cause: signal.reason }));
      }
      const waiter: Waiter = {
        call,
        since: clock.monotonic(),
        start(pool) {
          signal.removeEventListener('abort', leave);
          const place = { pool, until: clock.monotonic() + call.timeoutMs };
          places.add(place);
          resolve(place);
        },
      };
      if (signal.aborted) return leave();
      signal.addEventListener('abort', leave, { once: true });
      waiters.add(waiter);
      fill();
    });
  }

  function giveBack(place: Place): void {
    places.delete(place);
    place.pool.running -= 1;
    fill();
  }

  /** Frees a fast place whose call goes on. Returns false if the slow pool has no place for it. */
  function moveToSlow(place: Place): boolean {
    if (place.pool === slow) return true;
    if (slow.running >= slow.limit) return false;
    slow.running += 1;
    place.pool.running -= 1;
    place.pool = slow;
    return true;
  }

  /** Makes a call in a place. Returns nothing if it had to leave the place, so that it must be made again. */
  async function attempt<T>(call: PooledCall<T>, place: Place, outer: AbortSignal) {
    const canceled = new AbortController();
    const settled = new AbortController();
    const cancel = () => canceled.abort(outer.reason);
    if (outer.aborted) cancel();
    outer.addEventListener('abort', cancel, { once: true });
    let isSlow = false;
    let isEvicted = false;
    clock.sleep(SLOW_AFTER_MS, settled.signal).then(() => {
      if (settled.signal.aborted) return;
      isSlow = true;
      call.speed.note(call.action, isSlow);
      isEvicted = !moveToSlow(place);
      if (isEvicted) canceled.abort();
      else fill();
    });
    try {
      return { value: await orAborted(canceled.signal, call.make(canceled.signal)) };
    } catch (error) {
      if (!isEvicted || outer.aborted) throw error;
      return undefined;
    } finally {
      settled.abort();
      outer.removeEventListener('abort', cancel);
      if (!outer.aborted) call.speed.note(call.action, isSlow);
      giveBack(place);
    }
  }

  const countOf = (pool: Pool): PoolCounts => ({
    limit: pool.limit,
    running: pool.running,
    waiting: [...waiters].filter(({ call }) => poolOf(call) === pool).length,
  });

  return {
    async run(call, signal) {
      for (;;) {
        const answer = await attempt(call, await take(call, signal), signal);
        if (answer) return answer.value;
      }
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
