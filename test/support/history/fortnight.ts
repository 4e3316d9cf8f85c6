import { DAYS, type Habit, STEP_MINUTES, STEPS_PER_DAY, sellForAYear } from '../../bench/year-of-sales.js';
import type { Grid } from './grid.js';
import type { Ending } from './shop.js';

const WEEK = 7 * STEPS_PER_DAY;
const MONDAY = 4 * 86_400; // Unix time began on a Thursday.
const YEARS_TRIED = 60;

const hours = (count: number) => Math.round((count * 60) / STEP_MINUTES);

type Stock = readonly number[];

const last = (stock: Stock): number => stock.at(-1) ?? 0;

const isRunningOut = (stock: Stock, warning: number, pace: number) =>
  last(stock) > warning && last(stock) < 3.2 * pace && last(stock) > 0.8 * pace;

/** How a fortnight can end, by the stock at every step of it. */
const ENDINGS: Readonly<Record<Ending, (stock: Stock, warning: number, pace: number) => boolean>> = {
  plenty: (stock, warning) => last(stock) > 2.5 * warning && last(stock) > 3,
  low: (stock, warning) => last(stock) > 0 && last(stock) <= warning,
  'running out': isRunningOut,
  'running out again': (stock, warning, pace) =>
    isRunningOut(stock, warning, pace) && soldOutSteps(stock.slice(-WEEK)) > hours(12),
  restocked: (stock) =>
    stock.slice(-hours(5)).some((units) => units > 5) &&
    soldOutSteps(stock.slice(-hours(15), -hours(5))) > hours(7),
  'sold out today': (stock) => endsAt(stock, hours(2), hours(7)),
  'sold out for days': (stock) => endsAt(stock, 2.2 * STEPS_PER_DAY, 5.5 * STEPS_PER_DAY),
  oversold: (stock) => endsAt(stock, 0.6 * STEPS_PER_DAY, 2 * STEPS_PER_DAY),
};

const soldOutSteps = (stock: Stock) => stock.filter((units) => units <= 0).length;

/** Returns whether the product has been sold out for `least` to `most` steps at the end. */
const endsAt = (stock: Stock, least: number, most: number) => {
  const soldOutFor = stock.length - 1 - stock.findLastIndex((units) => units > 0);
  return soldOutFor >= least && soldOutFor <= most;
};

/** Stock, and the units removed and added, at every instant of a grid. */
export type Sales = {
  readonly stock: Float64Array;
  readonly removed: Float64Array;
  readonly added: Float64Array;
};

/** The habit of a product, how its stock ends (undefined for any way), and its warning threshold. */
type Wanted = { readonly habit: Habit; readonly ends: Ending | undefined; readonly warning: number };

/**
 * Returns the sales of a product over the grid that end as wanted: the first part of years of sales that
 * does. Days of the week are kept.
 */
export function salesThatEnd({ habit, ends, warning }: Wanted, grid: Grid, seed: number): Sales {
  const steps = Math.ceil((grid.end - grid.start) / 60 / STEP_MINUTES) + 1;
  const endInWeek = Math.floor(((grid.end - MONDAY) % (7 * 86_400)) / 60 / STEP_MINUTES);
  const pace = habit.pace.reduce((sum, units) => sum + units, 0) / 7;
  for (let year = 0; year < YEARS_TRIED; year += 1) {
    const { stock, sold } = sellForAYear(habit, seed * YEARS_TRIED + year);
    for (let end = endInWeek; end < DAYS * STEPS_PER_DAY; end += WEEK) {
      const from = end - steps + 1;
      if (from < 1) continue;
      const part = stock.slice(from, end + 1);
      if (ends !== undefined && !ENDINGS[ends](part, warning, pace)) continue;
      return byMinute(part, sold.slice(from, end + 1), stock[from - 1] ?? 0, grid);
    }
  }
  throw new Error(`no fortnight of ${YEARS_TRIED} years ends ${ends}`);
}

function byMinute(stock: Stock, sold: readonly number[], before: number, grid: Grid): Sales {
  const behind = stock.length - 1;
  const stepOf = (index: number) => behind - Math.floor((grid.length - 1 - index) / STEP_MINUTES);
  const begins = (index: number) => index > 0 && stepOf(index) !== stepOf(index - 1);
  const added = stock.map((units, step) => units - (stock[step - 1] ?? before) + (sold[step] ?? 0));
  return {
    stock: grid.values((index) => stock[stepOf(index)]),
    removed: grid.values((index) => (begins(index) ? sold[stepOf(index)] : 0)),
    added: grid.values((index) => (begins(index) ? added[stepOf(index)] : 0)),
  };
}
