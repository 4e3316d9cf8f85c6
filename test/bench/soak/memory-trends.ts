import { fitTrend, type Trend } from './trend.js';

/** Memory at one moment of a soak, in MiB. The time is in ms. */
export type MemorySample = {
  readonly at: number;
  readonly rss: number;
  /** What V8 took for its heap. */
  readonly heapTotal: number;
  /** The part of it in use. */
  readonly heap: number;
};

/** Trends in MiB per hour, each with the last value. */
export type MemoryTrends = Readonly<Record<'rss' | 'heap' | 'outside', Trend & { readonly last: number }>>;

/**
 * The first share of the run, left out of the trends. In the first ten minutes V8 compiles what is called
 * often, which takes 10 MiB. Without its compilers RSS hardly changes after the first minute.
 */
const WARM_UP = 0.5;
const HOUR_MS = 3_600_000;

/**
 * Fits the trends of memory after the warm-up. RSS rises and falls by several MiB with the free space of the
 * heap, which hides a slow leak. It shows in the heap in use, or in what is outside the heap.
 */
export function fitMemory(samples: readonly MemorySample[]): MemoryTrends {
  const settled = samples.slice(Math.floor(WARM_UP * samples.length));
  const trendOf = (read: (sample: MemorySample) => number, summarise?: Parameters<typeof fitTrend>[1]) => {
    const points = settled.map((sample) => [sample.at / HOUR_MS, read(sample)] as const);
    return { ...fitTrend(points, summarise), last: points.at(-1)?.[1] ?? Number.NaN };
  };
  return {
    rss: trendOf(({ rss }) => rss),
    heap: trendOf(
      ({ heap }) => heap,
      (values) => Math.min(...values),
    ),
    outside: trendOf(({ rss, heapTotal }) => rss - heapTotal),
  };
}

/** In MiB per hour. Twenty minutes do not show a smaller slope. */
const SURE_GROWTH = 6;

/** Returns whether no lower confidence limit shows growth. */
export const isSteady = ({ rss, heap, outside }: MemoryTrends): boolean =>
  [rss, heap, outside].every(({ low }) => low <= SURE_GROWTH);
