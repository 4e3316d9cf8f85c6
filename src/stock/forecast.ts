import type { Demand } from './forecast-demand.js';
import { probabilityOfAtLeast } from './forecast-distribution.js';

/** Days of past without which nothing is forecast. */
export const LEAST_BASIS_DAYS = 7;

/** The longest that a stock is said to last, in days. */
export const MOST_DAYS = 365;

/** From this probability to be gone within the lead time a stock is running out. */
export const RUNNING_OUT_FROM = 0.29;

/** What is expected of a stock. */
export type Forecast = {
  /** Units a day while in stock. */
  readonly perDay: number;
  /** Days until the stock is gone: in one of ten cases already by the first, and in half by the second. */
  readonly daysLeft: { readonly early: number; readonly median: number };
  /** The probability that the stock is gone within a week, and within the time that it takes to get more. */
  readonly sellout: { readonly week: number; readonly leadTime: number };
  readonly basisDays: number;
  /** What it rests on, to work out how much to order: see `unitsToOrder`. */
  readonly demand: Demand;
};

/** The forecasts of a site. What has too little past has none. */
export type Forecasts = {
  /** By product id. */
  readonly products: ReadonlyMap<number, Forecast>;
  /** In the order of the snapshot's choices, combinations and pools. */
  readonly choices: readonly (Forecast | undefined)[];
  readonly combinations: readonly (Forecast | undefined)[];
  readonly pools: readonly (Forecast | undefined)[];
  /** Days for which what is ordered is meant to suffice. */
  readonly coverDays: number;
};

/** Forecasts a stock; returns undefined if there is too little past. */
export function forecastStock(demand: Demand, stock: number, leadDays: number): Forecast | undefined {
  if (demand.basisDays < LEAST_BASIS_DAYS) return undefined;
  return {
    perDay: demand.events / demand.days,
    daysLeft: { early: daysLeft(demand, stock, 0.1), median: daysLeft(demand, stock, 0.5) },
    sellout: {
      week: selloutProbability(demand, stock, 7),
      leadTime: selloutProbability(demand, stock, leadDays),
    },
    basisDays: demand.basisDays,
    demand,
  };
}

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
  const excess = (days: number) => selloutProbability(demand, stock, days) - probability;
  let from = { days: 0, excess: -probability };
  let to = { days: MOST_DAYS, excess: excess(MOST_DAYS) };
  if (to.excess <= 0) return MOST_DAYS;
  const mean = (stock * demand.days) / demand.events;
  for (let round = 0; round < MOST_ROUNDS && to.days - from.days > PRECISION * to.days; round += 1) {
    // Around the mean first, then where a line between both ends says, or their middle.
    const guess =
      round === 0
        ? mean / 2
        : round === 1
          ? mean
          : round % 3 === 1
            ? (from.days + to.days) / 2
            : onLine(from, to);
    if (guess <= from.days || guess >= to.days) continue;
    const found = { days: guess, excess: excess(guess) };
    if (found.excess < 0) from = found;
    else to = found;
    if (Math.abs(found.excess) < CLOSE) return guess;
  }
  return (from.days + to.days) / 2;
}

type Guess = { readonly days: number; readonly excess: number };

const onLine = (from: Guess, to: Guess): number =>
  from.days - (from.excess * (to.days - from.days)) / (to.excess - from.excess);

const MOST_ROUNDS = 30;
const PRECISION = 0.01;
/** A probability this close to the wanted one is close enough. */
const CLOSE = 0.002;

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
