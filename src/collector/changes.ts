import type { Clock } from './clock.js';

/**
 * Products that may have changed: their ids, or `all` if they are unknown, or so many that reading all is
 * cheaper.
 */
export type Changed = readonly number[] | 'all';

/** Gathers what may have changed, so that a burst of events costs one reading. */
export type Changes = {
  /** @param ids the products that may have changed; none means that any may have. */
  mark(ids: readonly number[]): void;
  /**
   * Waits until something has changed and a moment has passed since, and returns it. Returns nothing if the
   * signal aborts.
   */
  next(signal: AbortSignal): Promise<Changed>;
  /** The monotonic time in ms by which `next` returns; infinite while nothing has changed. */
  dueAt(): number;
};

const QUIET_MS = 250;
const LONGEST_MS = 2_000;
/** With more products than this, the whole catalogue is read instead. */
const MOST = 50;

/**
 * Creates the changes of one site. A burst is over after 250 ms without a mark, or 2 s after its first one.
 *
 * @param quietMs overrides the 250 ms.
 */
export function createChanges(clock: Clock, quietMs = QUIET_MS): Changes {
  const ids = new Set<number>();
  let all = false;
  let firstAt: number | undefined;
  let lastAt = 0;
  let wake = () => {};

  async function marked(signal: AbortSignal): Promise<void> {
    if (firstAt !== undefined || signal.aborted) return;
    await new Promise<void>((resolve) => {
      wake = resolve;
      signal.addEventListener('abort', wake, { once: true });
    });
    signal.removeEventListener('abort', wake);
  }

  const quietIn = (): number => Math.min(lastAt + quietMs, (firstAt ?? 0) + LONGEST_MS) - clock.monotonic();

  return {
    dueAt: () => (firstAt ?? Number.POSITIVE_INFINITY) + LONGEST_MS,
    mark(changed) {
      lastAt = clock.monotonic();
      firstAt ??= lastAt;
      for (const id of changed) ids.add(id);
      all ||= changed.length === 0 || ids.size > MOST;
      if (all) ids.clear();
      wake();
    },
    async next(signal) {
      await marked(signal);
      for (let ms = quietIn(); ms > 0 && !signal.aborted; ms = quietIn()) await clock.sleep(ms, signal);
      const changed = all ? 'all' : [...ids];
      ids.clear();
      all = false;
      firstAt = undefined;
      return changed;
    },
  };
}
