import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

/** Every recording of a delay wakes the process: at Node's default of 10 ms that takes 0.8 % of a core. */
const RECORD_MS = 50;

/** Delays of the event loop in seconds. */
export type Delays = ReturnType<typeof summarise>;

/**
 * Records the delays of the event loop.
 *
 * @returns a function that returns a summary of those since its last call; undefined if none was recorded.
 */
export function recordDelays(): () => Delays | undefined {
  const recorded = monitorEventLoopDelay({ resolution: RECORD_MS });
  recorded.enable();
  return () => {
    if (recorded.count === 0) return undefined;
    const delays = summarise(recorded);
    recorded.reset();
    return delays;
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
