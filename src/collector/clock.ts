import { clearTimeout, setTimeout } from 'node:timers';

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
  // The sleep of node:timers/promises creates two errors, with their stacks, whenever it is aborted.
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end, { once: true });
    }),
};

/** A Unix time in ms that never goes back. Ages are measured with it. */
export type SteadyTime = () => number;

/**
 * Creates a steady time. It follows a clock that is set forward, and one that went on while the machine was
 * suspended, so that ages may look greater than they are, but never smaller.
 *
 * @param start the earliest time that it may return, such as one that a previous process has reached.
 */
export function createSteadyTime(
  clock: Pick<Clock, 'now' | 'monotonic'>,
  start = Number.NEGATIVE_INFINITY,
): SteadyTime {
  let ahead = start - clock.monotonic();
  return () => {
    const monotonic = clock.monotonic();
    ahead = Math.max(ahead, clock.now() - monotonic);
    return monotonic + ahead;
  };
}
