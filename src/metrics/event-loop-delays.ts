import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

/** Every recording of a delay wakes the process: at Node's default of 10 ms that takes 0.8 % of a core. */
const RECORD_MS = 50;
/**
 * The longest usual interval of scrapes, less a second because a scrape may be early. If each scrape got a
 * summary of its own, a delay would show only to the first of several Prometheus servers.
 */
const SUMMARY_MS = 59_000;

/** Delays of the event loop in seconds. */
export type Delays = ReturnType<typeof summarise>;

/**
 * Records the delays of the event loop.
 *
 * @param now time in ms that never goes back.
 * @returns a function that returns a summary, and for almost a minute the same one; undefined if no delay was
 * recorded yet.
 */
export function watchDelays(now: () => number): () => Delays | undefined {
  const recorded = monitorEventLoopDelay({ resolution: RECORD_MS });
  recorded.enable();
  let last: { readonly at: number; readonly delays: Delays } | undefined;
  return () => {
    const at = now();
    if (recorded.count > 0 && (!last || at - last.at >= SUMMARY_MS)) {
      last = { at, delays: summarise(recorded) };
      recorded.reset();
    }
    return last?.delays;
  };
}

const summarise = (recorded: IntervalHistogram) => ({
  min: recorded.min / 1e9,
  max: recorded.max / 1e9,
  mean: recorded.mean / 1e9,
  p50: recorded.percentile(50) / 1e9,
  p90: recorded.percentile(90) / 1e9,
  p99: recorded.percentile(99) / 1e9,
});
