// A year of sales of ten products with different habits, in steps of 15 minutes. The same seed
// gives the same year.
import { type Random, randomFrom } from '../support/history/random.js';

export const STEP_MINUTES = 15;
export const STEPS_PER_DAY = (24 * 60) / STEP_MINUTES;
export const DAYS = 365;

/** How long a burst lasts, and when the weekly delivery arrives. */
const BURST_STEPS = (3 * 60) / STEP_MINUTES;
const TRUCK_STEP = (8 * 60) / STEP_MINUTES;

/** Units a day, by the day of the week from Monday. */
export type Pace = readonly number[];

/** The owner restocks every so many days, or `from` to `to` days after the stock fell to `at`. */
type Restocking =
  | { readonly every: number; readonly at?: undefined }
  | { readonly every?: undefined; readonly at: number; readonly from: number; readonly to: number };

/** How a product sells and is restocked. */
export type Habit = Restocking & {
  readonly pace: Pace;
  /** Bursts a year, and the least and the most units of one. */
  readonly bursts?: readonly [perYear: number, least: number, most: number];
  /** Units a day that customers return. */
  readonly returns?: number;
  /** Units of one delivery. */
  readonly batch: number;
};

export const always = (units: number): Pace => Array<number>(7).fill(units);
export const weekend = (weekday: number, atWeekend: number): Pace => [
  ...Array<number>(5).fill(weekday),
  atWeekend,
  atWeekend,
];

/** Ten habits. `level` is the configured warning threshold. */
export const HABITS: readonly (Habit & { readonly product: string; readonly level?: number })[] = [
  { product: 'Steady', pace: always(1.5), batch: 20, at: 0, from: 2, to: 5 },
  { product: 'Steady, weekly truck', pace: always(4), batch: 28, every: 7, level: 8 },
  { product: 'Steady, fast', pace: always(10), batch: 100, at: 20, from: 1, to: 7, level: 20 },
  { product: 'Steady, slow', pace: always(0.7), batch: 8, at: 0, from: 3, to: 8 },
  { product: 'Weekend', pace: weekend(0.8, 4), batch: 24, at: 0, from: 2, to: 5 },
  { product: 'Working days', pace: weekend(3, 0.3), batch: 30, at: 6, from: 3, to: 9, level: 6 },
  { product: 'Bursts', pace: always(0.8), bursts: [20, 5, 15], batch: 25, at: 0, from: 2, to: 5 },
  {
    product: 'Seldom bursts',
    pace: always(2),
    bursts: [8, 8, 25],
    batch: 40,
    at: 8,
    from: 2,
    to: 7,
    level: 8,
  },
  { product: 'Returns', pace: always(2), returns: 0.6, batch: 15, at: 0, from: 2, to: 4 },
  { product: 'Reordered in time', pace: always(2), batch: 30, at: 12, from: 3, to: 6, level: 5 },
];

/** Returns how often an event with this mean occurs now. */
function poisson(mean: number, random: Random): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count += 1;
  return count;
}

const between = (low: number, high: number, random: Random) => low + random() * (high - low);

/** Three times as much in the evening as at night. */
const byHour = (step: number) =>
  1 + 0.5 * Math.sin(((step % STEPS_PER_DAY) / STEPS_PER_DAY) * 2 * Math.PI - 2);

/** The year of one product, by step. */
export type Year = {
  readonly stock: readonly number[];
  readonly sold: readonly number[];
  /** What customers would have ordered, had there been enough. */
  readonly wanted: readonly number[];
  /** The part of `wanted` that came in bursts. */
  readonly ofBursts: readonly number[];
};

/** Simulates the year of one product. */
export function sellForAYear(habit: Habit, seed: number): Year {
  const random = randomFrom(seed);
  const steps = DAYS * STEPS_PER_DAY;
  const year = {
    stock: [] as number[],
    sold: [] as number[],
    wanted: [] as number[],
    ofBursts: [] as number[],
  };
  let stock = habit.batch;
  let arrives: number | undefined;
  let burst = { until: -1, units: 0 };
  for (let step = 0; step < steps; step += 1) {
    const day = Math.floor(step / STEPS_PER_DAY);
    if (habit.every !== undefined && step > 0 && step % (habit.every * STEPS_PER_DAY) === TRUCK_STEP)
      stock += habit.batch;
    if (arrives === step) {
      stock += habit.batch;
      arrives = undefined;
    }
    if (habit.bursts && random() < habit.bursts[0] / steps) {
      burst = { until: step + BURST_STEPS, units: between(habit.bursts[1], habit.bursts[2], random) };
    }
    const ordinary = poisson(((habit.pace[day % 7] ?? 0) * byHour(step)) / STEPS_PER_DAY, random);
    const inBurst = step < burst.until ? poisson(burst.units / BURST_STEPS, random) : 0;
    if (habit.returns) stock += poisson(habit.returns / STEPS_PER_DAY, random);
    const sold = Math.max(0, Math.min(stock, ordinary + inBurst));
    stock -= sold;
    if (habit.at !== undefined && arrives === undefined && stock <= habit.at) {
      arrives = step + 1 + Math.round(between(habit.from, habit.to, random) * STEPS_PER_DAY);
    }
    year.stock.push(stock);
    year.sold.push(sold);
    year.wanted.push(ordinary + inBurst);
    year.ofBursts.push(inBurst);
  }
  return year;
}
