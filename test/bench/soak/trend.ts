/** The trend of a value: the slope of a fitted line, with its 95 % confidence limits. */
export type Trend = {
  /** Per unit of time. */
  readonly slope: number;
  readonly low: number;
  readonly high: number;
};

type Point = readonly [time: number, value: number];

/** Neighbouring samples are correlated, so the fit uses blocks of them, which are nearly independent. */
const BLOCKS = 20;
/** The 97.5 % quantile of the normal distribution. */
const Z = 1.96;

/**
 * Fits a line to blocks of points. Points are in order of time.
 *
 * @param summarise reduces the values of a block to one, by default their mean. For a heap use the least:
 * it remains after a garbage collection.
 */
export function fitTrend(
  points: readonly Point[],
  summarise: (values: readonly number[]) => number = mean,
): Trend {
  const size = Math.max(1, Math.ceil(points.length / BLOCKS));
  const blocks: Point[] = [];
  const blockOf = (part: readonly Point[]): Point => [
    mean(part.map(([at]) => at)),
    summarise(part.map(([, is]) => is)),
  ];
  for (let from = 0; from < points.length; from += size)
    blocks.push(blockOf(points.slice(from, from + size)));
  const [time, value] = [mean(blocks.map(([at]) => at)), mean(blocks.map(([, is]) => is))];
  const spread = sum(blocks.map(([at]) => (at - time) ** 2));
  const slope = sum(blocks.map(([at, is]) => (at - time) * (is - value))) / spread;
  const freedom = blocks.length - 2;
  const errors = sum(blocks.map(([at, is]) => (is - value - slope * (at - time)) ** 2));
  const margin = quantileOfT(freedom) * Math.sqrt(errors / freedom / spread);
  return { slope, low: slope - margin, high: slope + margin };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const mean = (values: readonly number[]): number => sum(values) / values.length;

/** Expands Student's t around the normal distribution (Cornish and Fisher): within 1 % from 5 degrees on. */
const quantileOfT = (freedom: number): number =>
  Z + (Z ** 3 + Z) / (4 * freedom) + (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / (96 * freedom ** 2);
