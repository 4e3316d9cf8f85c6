import type { Demand } from './forecast-demand.js';
import { probabilityOfAtLeast } from './forecast-distribution.js';

/** Days of past without which nothing is forecast. */
export const LEAST_BASIS_DAYS = 7;

/** The longest that a stock is said to last, in days. */
export const MOST_DAYS = 365;

/** Returns the probability that a stock is gone within some days. */
export function selloutProbability(demand: Demand, stock: number, days: number): number {
  return probabilityOfAtLeast(Math.ceil(stock), demandWithin(demand, days));
}

/** Returns the mean and variance of the units that customers want within some days. */
function demandWithin({ events, days: known, burst }: Demand, days: number) {
  const mean = (events / known) * days;
  return { mean, variance: mean * (burst + days / known) };
}

/**
 * Returns after how many days the stock is gone with a probability, at most 365.
 *
 * @param probability such as 0.5 for the median.
 */
export function daysLeft(demand: Demand, stock: number, probability: number): number {
  if (stock <= 0) return 0;
  if (selloutProbability(demand, stock, MOST_DAYS) <= probability) return MOST_DAYS;
  let [from, to] = [0, MOST_DAYS];
  let days = Math.min(MOST_DAYS / 2, (stock * demand.days) / demand.events);
  while (to - from > 0.01 * to && to > 0.01) {
    if (selloutProbability(demand, stock, days) < probability) from = days;
    else to = days;
    days = (from + to) / 2;
  }
  return days;
}

/** The share of cases in which an order for a time is meant to suffice. */
const SUFFICIENT = 0.9;

/**
 * Returns how many units to order, so that the stock then lasts for some days in nine of ten cases; 0 if it
 * lasts already.
 *
 * @param stock units left; those of orders on their way may be added.
 */
export function unitsToOrder(demand: Demand, stock: number, days: number): number {
  const moments = demandWithin(demand, days);
  let [least, most] = [0, Math.ceil(moments.mean + 10 * Math.sqrt(moments.variance) + 10)];
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (probabilityOfAtLeast(middle + 1, moments) <= 1 - SUFFICIENT) most = middle;
    else least = middle + 1;
  }
  return Math.max(0, least - Math.max(0, stock));
}
