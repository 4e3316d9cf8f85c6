import type { Clock } from '../collector/clock.js';

const WINDOW_MS = 60_000;
/** Lines of one kind that are written within a window. */
const MOST_LINES = 10;
/** Kinds that are told apart; what comes beyond them is one kind. */
const MOST_KINDS = 5_000;
const OTHER = '';

/**
 * Says whether to write a line of a kind.
 *
 * @param summarize writes how many lines of the kind were left out; called at the end of a minute that had some.
 */
export type LogLimit = (kind: string, summarize: (missed: number) => void) => boolean;

type Window = { readonly endsAt: number; written: number; missed: number };

/**
 * Creates the limit of a log: of each kind the first lines of a minute are written, and the others counted. One answer of
 * WHMCS, or one client, can cause thousands of lines, which would fill a disk and hide all others.
 *
 * @param signal once it aborts, what was left out is summarized at once.
 */
export function createLogLimit(clock: Pick<Clock, 'monotonic' | 'sleep'>, signal: AbortSignal): LogLimit {
  /** Those that end first come first. */
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
