// What hindsight says of alerts, from a year of which everything is known: also what customers would have ordered had there been more.
import { DAYS, STEPS_PER_DAY } from './year-of-sales.js';

const STEPS = DAYS * STEPS_PER_DAY;
const LEAD_STEPS = 7 * STEPS_PER_DAY;

const sum = (values, from, to) => values.slice(from, to).reduce((total, value) => total + value, 0);

/**
 * Whether each sell-out that was no burst was foreseen: whether a forecast was firing a day before. In a burst, half or more of what was
 * there a day before went at once.
 *
 * @param forecasts from which step to which each fired.
 * @returns the bursts, and of the others how many were foreseen and how many not.
 */
export function judgeSellOuts(year, forecasts) {
  const found = { bursts: 0, foreseen: 0, unforeseen: 0 };
  for (let step = STEPS_PER_DAY + 1; step < STEPS; step += 1) {
    if (year.stock[step] > 0 || year.stock[step - 1] <= 0) continue;
    const dayBefore = step - STEPS_PER_DAY;
    if (sum(year.ofBursts, dayBefore, step + 1) >= Math.max(1, year.stock[dayBefore]) / 2) found.bursts += 1;
    else if (forecasts.some(({ from, to }) => from <= dayBefore && to >= dayBefore)) found.foreseen += 1;
    else found.unforeseen += 1;
  }
  return found;
}

/**
 * How many forecasts there were, and how many of them false: customers would not have bought up the stock of that moment within a week.
 * A forecast that goes on firing when the shop is restocked is another one, of the new stock.
 *
 * @param batch what a restock brings.
 * @param patience steps within which a forecast may end after a restock.
 */
export function judgeForecasts(year, forecasts, batch, patience) {
  const made = forecasts.flatMap(({ from, to }) => {
    const restocks = [];
    for (let step = from + 1; step + patience <= to; step += 1)
      if (year.stock[step] - year.stock[step - 1] >= batch / 2) restocks.push(step);
    return [from, ...restocks];
  });
  const wrong = made.filter(
    (step) => step + LEAD_STEPS < STEPS && sum(year.wanted, step, step + LEAD_STEPS) < year.stock[step],
  );
  return { made: made.length, wrong: wrong.length };
}

/** Whether the stock of the time before bears out an alert that a product is sold out, or back. */
export function isBorneOut(alert, year, step, patience) {
  const about = year.stock.slice(Math.max(0, step - patience), step + 1);
  return alert.startsWith('WHMCSProductRestocked')
    ? about.some((stock) => stock > 0)
    : about.some((stock) => stock <= 0);
}
