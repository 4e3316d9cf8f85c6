import { DAYS, STEP_MINUTES, STEPS_PER_DAY, sellForAYear } from '../../bench/year-of-sales.js';

const WEEK = 7 * STEPS_PER_DAY;
const MONDAY = 4 * 86_400; // Unix time began on a Thursday.
const YEARS_TRIED = 60;

const hours = (count) => Math.round((count * 60) / STEP_MINUTES);

/** How a fortnight can end, by the stock at every step of it. */
const ENDINGS = {
  plenty: (stock, level) => stock.at(-1) > 2.5 * level && stock.at(-1) > 3,
  low: (stock, level) => stock.at(-1) > 0 && stock.at(-1) <= level,
  'running out': (stock, level, pace) =>
    stock.at(-1) > level && stock.at(-1) < 3.2 * pace && stock.at(-1) > 0.8 * pace,
  'running out again': (stock, level, pace) =>
    ENDINGS['running out'](stock, level, pace) && soldOutSteps(stock.slice(-WEEK)) > hours(12),
  restocked: (stock) =>
    stock.slice(-hours(5)).some((units) => units > 5) &&
    soldOutSteps(stock.slice(-hours(15), -hours(5))) > hours(7),
  'sold out today': (stock) => endsAt(stock, hours(2), hours(7)),
  'sold out for days': (stock) => endsAt(stock, 2.2 * STEPS_PER_DAY, 5.5 * STEPS_PER_DAY),
  oversold: (stock) => endsAt(stock, 0.6 * STEPS_PER_DAY, 2 * STEPS_PER_DAY),
};

const soldOutSteps = (stock) => stock.filter((units) => units <= 0).length;
const lastInStock = (stock) => stock.findLastIndex((units) => units > 0) + 1;

/** Whether it has been sold out for no less and no more than so many steps. */
const endsAt = (stock, least, most) => {
  const soldOutFor = stock.length - lastInStock(stock);
  return soldOutFor >= least && soldOutFor <= most;
};

/**
 * So many days of sales of a product, by minute, that end as told: of years of sales, one after the other, the first days that do.
 * The days of the week are those of the end's.
 *
 * @returns stock, units removed and units added at every instant of the grid
 */
export function salesThatEnd({ habit, ends, level }, grid, seed) {
  const steps = Math.ceil((grid.end - grid.start) / 60 / STEP_MINUTES) + 1;
  const endInWeek = Math.floor(((grid.end - MONDAY) % (7 * 86_400)) / 60 / STEP_MINUTES);
  const pace = habit.pace.reduce((sum, units) => sum + units, 0) / 7;
  for (let year = 0; year < YEARS_TRIED; year += 1) {
    const { stock, sold } = sellForAYear(habit, seed * YEARS_TRIED + year);
    for (let end = endInWeek; end < DAYS * STEPS_PER_DAY; end += WEEK) {
      const from = end - steps + 1;
      if (from < 1) continue;
      const part = stock.slice(from, end + 1);
      if (ends !== undefined && !ENDINGS[ends](part, level, pace)) continue;
      return byMinute(part, sold.slice(from, end + 1), stock[from - 1], grid);
    }
  }
  throw new Error(`no fortnight of ${YEARS_TRIED} years ends ${ends}`);
}

function byMinute(stock, sold, before, grid) {
  const behind = stock.length - 1;
  const stepOf = (index) => behind - Math.floor((grid.length - 1 - index) / STEP_MINUTES);
  const begins = (index) => index > 0 && stepOf(index) !== stepOf(index - 1);
  const added = stock.map((units, step) => units - (step ? stock[step - 1] : before) + sold[step]);
  return {
    stock: grid.values((index) => stock[stepOf(index)]),
    removed: grid.values((index) => (begins(index) ? sold[stepOf(index)] : 0)),
    added: grid.values((index) => (begins(index) ? added[stepOf(index)] : 0)),
  };
}
