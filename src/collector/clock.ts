import { setTimeout as sleep } from 'node:timers/promises';

/** The time that the collector uses. Tests replace it. */
export type Clock = {
  /** Unix time in ms. */
  now(): number;
  /** Time in ms that never jumps, for measuring durations. */
  monotonic(): number;
  /** Resolves after `ms`, or as soon as the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(ms, signal) {
    await sleep(ms, undefined, { signal }).catch((error) => {
      if (!signal.aborted) throw error;
    });
  },
};

/**
 * Creates a Unix time in ms that never goes back. It follows a clock that is set forward, so that times
 * compared with it may look older than they are, but never younger.
 */
export function createSteadyTime(clock: Pick<Clock, 'now' | 'monotonic'>): () => number {
  let ahead = Number.NEGATIVE_INFINITY;
  return () => {
    const monotonic = clock.monotonic();
    ahead = Math.max(ahead, clock.now() - monotonic);
    return monotonic + ahead;
  };
}
