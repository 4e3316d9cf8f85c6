import type { Clock } from '../collector/clock.js';

const WINDOW_MS = 60_000;
/** Lines of one kind written per window. */
const MOST_LINES = 10;
/** Kinds that are counted separately. All further kinds share one window. */
const MOST_KINDS = 5_000;
const OTHER = '';

/**
 * Returns whether to write a line of a kind.
 *
 * @param summarize logs how many lines were suppressed. Called at the end of each minute that suppressed any.
 */
export type LogLimit = (kind: string, summarize: (missed: number) => void) => boolean;

type Window = { readonly endsAt: number; written: number; missed: number };

/**
 * Creates the rate limit of the log: per kind, the first lines of a minute are written and the rest are only
 * counted. One WHMCS response or one client can cause thousands of lines, which would fill the disk.
 *
 * @param signal when it aborts, suppressed lines are summarized immediately.
 */
export function createLogLimit(clock: Pick<Clock, 'monotonic' | 'sleep'>, signal: AbortSignal): LogLimit {
  /** In the order in which they end. */
  const windows = new Map<string, Window>();

  function forgetEnded(now: number): void {
    for (const [kind, { endsAt }] of windows) {
      if (now < endsAt) return;
      windows.delete(kind);
    }
  }

  function windowOf(kind: string): Window {
    const now = clock.monotonic();
    forgetEnded(now);
    const current = windows.get(kind);
    if (current) return current;
    if (windows.size >= MOST_KINDS && kind !== OTHER) return windowOf(OTHER);
    const window = { endsAt: now + WINDOW_MS, written: 0, missed: 0 };
    windows.set(kind, window);
    return window;
  }

  return (kind, summarize) => {
    const window = windowOf(kind);
    if (window.written < MOST_LINES) {
      window.written += 1;
      return true;
    }
    window.missed += 1;
    if (window.missed === 1)
      clock.sleep(window.endsAt - clock.monotonic(), signal).then(() => summarize(window.missed));
    return false;
  };
}
