import type { SiteConfig } from '../config/config.js';
import type { Measure } from '../stock/measure.js';

/** A measure of a site. */
export type MeasureUse = { readonly site: string; readonly measure: Measure };

/** A query to run, with every measure that reads its answer. */
export type PlannedQuery = {
  readonly key: string;
  readonly query: string;
  readonly intervalMs: number;
  readonly uses: readonly MeasureUse[];
  /**
   * When it runs within its interval, from 0 up to 1. Sites run at different times. The queries of one site
   * run together, so that one publication shows all new numbers.
   */
  readonly phase: number;
};

/** Merges queries that have the same text and interval. */
export function planQueries(
  sites: readonly Pick<SiteConfig, 'name' | 'limits'>[],
): ReadonlyMap<string, PlannedQuery> {
  const uses = new Map<string, MeasureUse[]>();
  for (const { name: site, limits } of sites)
    for (const measure of limits.measures ?? []) {
      const key = JSON.stringify([measure.query, measure.intervalMs]);
      const joined = uses.get(key) ?? [];
      joined.push({ site, measure });
      uses.set(key, joined);
    }
  const measured = sites.filter(({ limits }) => limits.measures?.length);
  const order = new Map(measured.map(({ name }, index) => [name, index]));
  const planned = [...uses].flatMap(([key, of]) => {
    const [first] = of;
    if (!first) return [];
    const { query, intervalMs } = first.measure;
    return { key, query, intervalMs, uses: of, phase: (order.get(first.site) ?? 0) / measured.length };
  });
  return new Map(planned.map((query) => [query.key, query]));
}

/** The first runs are spread over this time, in total and per query. */
const START_SPREAD_MS = 5_000;
const START_STEP_MS = 20;

/** Returns the delays in ms of the first runs of some queries. */
export const firstDelays = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => Math.min(START_STEP_MS, START_SPREAD_MS / count) * index);

/** Returns how long to wait in ms for the next run of a query. @param now monotonic time in ms. */
export function untilNextRun({ intervalMs, phase }: PlannedQuery, now: number): number {
  const into = (now - phase * intervalMs) % intervalMs;
  return into < 0 ? -into : intervalMs - into;
}
