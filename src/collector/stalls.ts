import type { CallPools } from './call-pools.js';
import type { CapacityWatch } from './capacity-watch.js';
import { SLACK_MS } from './heartbeat.js';
import type { SiteRunner } from './site-runner.js';

/**
 * Describes for the operator which loops have stalled, and whether waiting calls are stuck.
 *
 * @param now monotonic time in ms.
 */
export function findStalls(
  runners: readonly SiteRunner[],
  watch: Pick<CapacityWatch, 'stalls'>,
  pools: Pick<CallPools, 'movesBy'>,
  now: number,
): readonly string[] {
  const loops = runners.flatMap(({ config, stalled }) =>
    stalled().map(({ task, ms }) => `${config.name}: no progress in its ${task} for ${seconds(ms)}`),
  );
  const queries = watch
    .stalls()
    .map(({ query, ms }) => `${query}: no progress in its query for ${seconds(ms)}`);
  const late = now - pools.movesBy();
  if (late <= SLACK_MS) return [...loops, ...queries];
  return [...loops, ...queries, `API calls have waited ${seconds(late)} for a place that should be free`];
}

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;
