// Judges alerts by hindsight, from a simulated year of which everything is known, even what customers would
// have ordered had there been more.
import { DAYS, STEPS_PER_DAY, type Year } from './year-of-sales.js';

const STEPS = DAYS * STEPS_PER_DAY;
const LEAD_STEPS = 7 * STEPS_PER_DAY;

/** The steps at which an alert started and stopped firing. */
export type Span = { readonly from: number; readonly to: number };

const sum = (values: readonly number[], from: number, to: number) =>
  values.slice(from, to).reduce((total, value) => total + value, 0);

const stockAt = ({ stock }: Year, step: number): number => stock[step] ?? 0;

/**
 * Counts the sell-outs that were foreseen: a forecast fired a day before. Two kinds are counted separately:
 * products that were sold out a day before too, such as after a customer returned a unit, and bursts, in
 * which at least half of the stock of the day before sold at once.
 */
export function judgeSellOuts(year: Year, forecasts: readonly Span[]) {
  const found = { soldOutBefore: 0, bursts: 0, foreseen: 0, unforeseen: 0 };
  for (let step = STEPS_PER_DAY + 1; step < STEPS; step += 1) {
    if (stockAt(year, step) > 0 || stockAt(year, step - 1) <= 0) continue;
    const dayBefore = step - STEPS_PER_DAY;
    if (stockAt(year, dayBefore) <= 0) found.soldOutBefore += 1;
    else if (sum(year.ofBursts, dayBefore, step + 1) >= Math.max(1, stockAt(year, dayBefore)) / 2)
      found.bursts += 1;
    else if (forecasts.some(({ from, to }) => from <= dayBefore && to >= dayBefore)) found.foreseen += 1;
    else found.unforeseen += 1;
  }
  return found;
}

/**
 * Counts the forecasts, and the false ones: those after which customers would not have bought the stock of
 * that moment within a week. A forecast that keeps firing after a restock counts again, for the new stock.
 *
 * @param batch units of a restock.
 * @param patience steps that a forecast may take to resolve after a restock.
 */
export function judgeForecasts(year: Year, forecasts: readonly Span[], batch: number, patience: number) {
  const made = forecasts.flatMap(({ from, to }) => {
    const restocks: number[] = [];
    for (let step = from + 1; step + patience <= to; step += 1)
      if (stockAt(year, step) - stockAt(year, step - 1) >= batch / 2) restocks.push(step);
    return [from, ...restocks];
  });
  const wrong = made.filter(
    (step) => step + LEAD_STEPS < STEPS && sum(year.wanted, step, step + LEAD_STEPS) < stockAt(year, step),
  );
  return { made: made.length, wrong: wrong.length };
}
