import { setTimeout as sleep } from 'node:timers/promises';

/** The time that the collector uses, so that a test can hold it. */
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
