import { jest } from '@jest/globals';

/**
 * Holds only the timers that end calls and connections; all else continues. `jest.advanceTimersByTime` moves
 * them, `jest.useRealTimers` ends it.
 */
export function holdTimers(): void {
  jest.useFakeTimers({
    doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setInterval'],
  });
}

/** Waits without a timer. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
