import { type CallPlaces, createCallPlaces, type Place, type PlaceRequest } from './call-places.js';
import type { Clock } from './clock.js';
import { orAborted } from './or-aborted.js';

/** An API call, and what its place depends on. */
export type PooledCall<T> = PlaceRequest & {
  /** Makes the call. It may be made twice, so it must change nothing. */
  readonly make: (signal: AbortSignal) => Promise<T>;
};

/** Limits the API calls of all sites, so that sites that answer do not wait for those that don't. */
export type CallPools = Pick<CallPlaces, 'resize' | 'counts' | 'movesBy'> & {
  /**
   * Makes a call as soon as there is a place for it.
   *
   * @throws {WhmcsError} `canceled` once the signal aborts, and whatever the call throws.
   */
  run<T>(call: PooledCall<T>, signal: AbortSignal): Promise<T>;
};

/** A call that has waited for longer than this for its answer is slow. */
const SLOW_AFTER_MS = 1_000;
/** Why the loan of a place ends. Without a reason, each abort creates an error with its stack. */
const SETTLED = 'settled';

/**
 * Creates the two pools of calls. At most `concurrency` calls run in the fast pool, and four times as many in
 * the slow one, so the number of connections is limited whatever the sites do.
 *
 * The difficulty is that nobody knows which sites are slow: after a start, all are untried. So a place in the
 * fast pool is lent for one second. A call that is answered in time gives it back; all others must leave:
 *
 * - A call starts in the fast pool, unless its site's last call was slow. It may have to wait in line for a
 *   place.
 * - After one second without an answer the call is slow. It moves to the slow pool and continues there; its
 *   fast place is free.
 * - If the slow pool is full, the call is canceled instead, and made again when there is a slow place. It
 *   would otherwise hold the fast place, or the number of connections would have no limit. The calls only
 *   read, so making one twice does no harm.
 * - From then on the site's calls start in the slow pool, until one of them is answered within a second.
 * - A call that takes several times as long as the site's last one moves to the slow pool sooner, if there is
 *   a place. Otherwise, when many sites fall silent at once, the others would wait for a second of each.
 *
 * So a site that never answers costs the others at most one second of one fast place, once. After a start, N
 * of them hold up the others by N / `concurrency` seconds altogether, and never again.
 */
export function createCallPools(concurrency: number, clock: Pick<Clock, 'monotonic' | 'sleep'>): CallPools {
  const { take, giveBack, moveToSlow, fill, ...places } = createCallPlaces(concurrency, clock);

  /** Makes a call in a place. Returns nothing if it had to leave the place, so that it must be made again. */
  async function attempt<T>(call: PooledCall<T>, place: Place, outer: AbortSignal) {
    const { speed, action } = call;
    const started = clock.monotonic();
    const canceled = new AbortController();
    const settled = new AbortController();
    const cancel = () => canceled.abort(outer.reason);
    if (outer.aborted) cancel();
    outer.addEventListener('abort', cancel, { once: true });
    let isEvicted = false;

    async function lendPlace(): Promise<void> {
      const lentMs = speed.patienceMs(action, SLOW_AFTER_MS);
      await clock.sleep(lentMs, settled.signal);
      if (settled.signal.aborted) return;
      moveToSlow(place);
      await clock.sleep(SLOW_AFTER_MS - lentMs, settled.signal);
      if (settled.signal.aborted) return;
      speed.slow(action);
      isEvicted = !moveToSlow(place);
      if (isEvicted) canceled.abort();
      else fill(speed);
    }

    lendPlace();
    try {
      return { value: await orAborted(canceled.signal, call.make(canceled.signal)) };
    } catch (error) {
      if (!isEvicted || outer.aborted) throw error;
      return undefined;
    } finally {
      settled.abort(SETTLED);
      outer.removeEventListener('abort', cancel);
      const ms = clock.monotonic() - started;
      if (ms >= SLOW_AFTER_MS) speed.slow(action);
      else if (!outer.aborted) speed.answered(action, ms);
      giveBack(place);
    }
  }

  return {
    ...places,
    async run(call, signal) {
      for (;;) {
        const answer = await attempt(call, await take(call, signal), signal);
        if (answer) return answer.value;
      }
    },
  };
}
