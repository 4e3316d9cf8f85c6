/** How a value changes over time: a line fitted to it, with the limits of its slope at 95 % confidence. */
export type Trend = {
  /** Per unit of time. */
  readonly slope: number;
  readonly low: number;
  readonly high: number;
};

type Point = readonly [time: number, value: number];

/** Neighbouring samples resemble each other, so blocks of them are what is independent. */
const BLOCKS = 20;
/** The quantile of the normal distribution that 2.5 % are beyond. */
const Z = 1.96;

/**
 * Fits a line to blocks of points, which are in the order of time.
 *
 * @param summarise what represents the values of a block: their mean by default. The least value of a heap is
 * what remains after a garbage collection.
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
