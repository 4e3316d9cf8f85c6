export const STEP_SECONDS = 60;
const DAY = 86_400;

/**
 * The instants of a history, a minute apart.
 *
 * @param end Unix time in seconds of the last one
 */
export function gridOf(end, days) {
  const length = (days * DAY) / STEP_SECONDS + 1;
  const start = end - (length - 1) * STEP_SECONDS;
  return {
    start,
    end,
    length,
    timeAt: (index) => start + index * STEP_SECONDS,
    /** The index of the instant so many hours before the end. */
    before: (hours) => Math.max(0, length - 1 - Math.round((hours * 3_600) / STEP_SECONDS)),
    /** Values of all instants; nothing is NaN. */
    values: (valueAt) => Float64Array.from({ length }, (_, index) => valueAt(index) ?? Number.NaN),
  };
}

/** What a counter shows that grows by so much at each instant, and begins anew where the exporter did. */
export function counted(grid, growthAt, restarts = []) {
  let total = 0;
  return grid.values((index) => {
    total = restarts.includes(index) ? 0 : total + growthAt(index);
    return total;
  });
}
