import { type Past, watchedShares } from './forecast-past.js';

/** The sales of an item per week, oldest first. The last week ends today; the first one may be shorter. */
export type Weeks = {
  readonly units: readonly number[];
  /** Days on which the item was for sale. The demand per day is sales divided by these days. */
  readonly days: readonly number[];
};

const WEEK = 7;

/**
 * The prior probability that an item could not be bought for a while: out of stock, hidden, or not launched
 * yet. It is small, so that only a silence that demand can't explain counts as absence, for example a week
 * without sales of an item that sells daily.
 */
const PROBABILITY_OF_ABSENCE = 1e-3;

/**
 * Returns the weeks of a past. A silence is a run of days without sales and without readings. The less
 * likely it is at the rate of the other days, the less it counts as days without demand.
 */
export function weeksOf(past: Past): Weeks {
  const { sold, inStock } = past;
  const end = sold.length;
  const unwatched = end - inStock.length;
  const shares = watchedShares(past);
  const isSilent = (day: number) =>
    (sold[day] ?? 0) <= 0 && (day < unwatched || Number.isNaN(inStock[day - unwatched]));
  const perDay = rateOf(sold, shares);
  const nothingADay = Math.exp(-(perDay ?? 0));
  const units: number[] = [];
  const days: number[] = [];
  let judgedUntil = perDay === undefined ? end : 0;
  let present = 1;
  for (let day = 0, next = end % WEEK || WEEK; day < end; next += WEEK) {
    let unitsOfWeek = 0;
    let daysOfWeek = 0;
    for (; day < next; day += 1) {
      if (day >= judgedUntil) {
        let nothing = 1;
        for (judgedUntil = day; judgedUntil < end && isSilent(judgedUntil); judgedUntil += 1)
          nothing *= nothingADay;
        present = judgedUntil > day ? presence(nothing) : 1;
      }
      unitsOfWeek += sold[day] ?? 0;
      daysOfWeek += present * (day < unwatched ? 1 : (shares[day - unwatched] ?? 1));
    }
    units.push(Math.max(0, unitsOfWeek));
    days.push(daysOfWeek);
  }
  return { units, days };
}

/** Returns the units sold per day since the first sale; undefined if there was none. */
function rateOf(sold: ArrayLike<number>, shares: readonly number[]): number | undefined {
  let first = 0;
  while (first < sold.length && (sold[first] ?? 0) <= 0) first += 1;
  if (first === sold.length) return undefined;
  const unwatched = sold.length - shares.length;
  let units = 0;
  let days = Math.max(0, unwatched - first);
  for (let day = first; day < sold.length; day += 1) units += sold[day] ?? 0;
  for (let day = Math.max(0, first - unwatched); day < shares.length; day += 1) days += shares[day] ?? 0;
  // The period starts with the first sale, so that sale is no evidence of the rate.
  return Math.max(0, units - 1) / Math.max(days, 1);
}

/**
 * Returns the probability that an item could be bought in a silence.
 *
 * @param nothing the probability of no sales on all of its days while the item can be bought.
 */
function presence(nothing: number): number {
  const asDemand = (1 - PROBABILITY_OF_ABSENCE) * nothing;
  return asDemand / (asDemand + PROBABILITY_OF_ABSENCE);
}
