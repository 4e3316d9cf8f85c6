export const STEP_SECONDS = 60;
const DAY = 86_400;

/** The instants of a history, a minute apart. Times are Unix times in seconds. */
export type Grid = {
  readonly start: number;
  readonly end: number;
  readonly length: number;
  readonly timeAt: (index: number) => number;
  /** Returns the index of the instant so many hours before the end. */
  readonly before: (hours: number) => number;
  /** Returns the values of all instants; NaN where there is none. */
  readonly values: (valueAt: (index: number) => number | undefined) => Float64Array;
};

export type Labels = Readonly<Record<string, string>>;

/** A series with its values by instant; NaN where there is no sample. */
export type Series = { readonly name: string; readonly labels: Labels; readonly values: Float64Array };

/** Creates the grid of the days that end at a time. */
export function gridOf(end: number, days: number): Grid {
  const length = (days * DAY) / STEP_SECONDS + 1;
  const start = end - (length - 1) * STEP_SECONDS;
  return {
    start,
    end,
    length,
    timeAt: (index) => start + index * STEP_SECONDS,
    before: (hours) => Math.max(0, length - 1 - Math.round((hours * 3_600) / STEP_SECONDS)),
    values: (valueAt) => Float64Array.from({ length }, (_, index) => valueAt(index) ?? Number.NaN),
  };
}

/** Returns the values of a counter that grows at each instant, and restarts at 0 with the exporter. */
export function counted(
  grid: Grid,
  growthAt: (index: number) => number,
  restarts: readonly number[] = [],
): Float64Array {
  let total = 0;
  return grid.values((index) => {
    total = restarts.includes(index) ? 0 : total + growthAt(index);
    return total;
  });
}
