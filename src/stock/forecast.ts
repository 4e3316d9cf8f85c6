import type { Demand } from './forecast-demand.js';
import { probabilityOfAtLeast } from './forecast-distribution.js';

/** Days of past without which nothing is forecast. */
export const LEAST_BASIS_DAYS = 7;

/** The longest that a stock is said to last, in days. */
export const MOST_DAYS = 365;

/**
 * A stock is running out if the probability of a sell-out within the lead time is above this, in hundredths.
 * One customer can buy a few units, but rarely many, so each unit up to `mostUnits` raises the threshold.
 */
export const RUNNING_OUT = { from: 23, perUnit: 2, mostUnits: 10 } as const;

/** Returns the probability above which a stock is running out. */
export const runningOutFrom = (stock: number): number =>
  (RUNNING_OUT.from + RUNNING_OUT.perUnit * Math.min(stock, RUNNING_OUT.mostUnits)) / 100;

/** The same for a pool. The units of a pool don't show how many sales are left. */
export const POOL_RUNNING_OUT_FROM = runningOutFrom(3);

/** The forecast of a stock. */
export type Forecast = {
  /** Units a day while in stock. */
  readonly perDay: number;
  /** Days until the stock is gone: in one of ten cases already by the first, and in half by the second. */
  readonly daysLeft: { readonly early: number; readonly median: number };
  /** The probability that the stock is gone within a week, and within the time that it takes to get more. */
  readonly sellout: { readonly week: number; readonly leadTime: number };
  readonly basisDays: number;
  /** The demand behind it, from which `unitsToOrder` computes how much to order. */
  readonly demand: Demand;
};

/** The forecasts of a site. An item with too little history has none. */
export type Forecasts = {
  /** By product id. */
  readonly products: ReadonlyMap<number, Forecast>;
  /** In the order of the snapshot's choices, combinations and pools. */
  readonly choices: readonly (Forecast | undefined)[];
  readonly combinations: readonly (Forecast | undefined)[];
  readonly pools: readonly (Forecast | undefined)[];
  /** The days that an order should last. */
  readonly coverDays: number;
};

/** Forecasts a stock; returns undefined if there is too little history. */
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

/** The quantiles of a normal distribution, by probability. */
const NORMAL_QUANTILES = { 0.1: -1.2816, 0.5: 0 } as const;
type Quantile = keyof typeof NORMAL_QUANTILES;

/**
 * Returns after how many days the stock is gone with a probability, at most 365.
 *
 * @param probability 0.5 for the median.
 */
export function daysLeft(demand: Demand, stock: number, probability: Quantile): number {
  if (stock <= 0) return 0;
  let [least, most] = [0, MOST_DAYS];
  let days = Math.min(MOST_DAYS, likelyDays(demand, stock, probability));
  let before: { readonly time: number; readonly odds: number } | undefined;
  for (let round = 0; round < MOST_ROUNDS && most - least > PRECISION * most; round += 1) {
    const found = selloutProbability(demand, stock, days);
    if (Math.abs(found - probability) < CLOSE) return days;
    if (found > probability) most = days;
    else if (days === MOST_DAYS) return MOST_DAYS;
    else least = days;
    // The log odds of a sell-out grow nearly linearly with log time.
    const [time, odds] = [Math.log(days), logOdds(found) - logOdds(probability)];
    const slope = before ? (odds - before.odds) / (time - before.time) : slopeAt(demand, days);
    before = { time, odds };
    days = Math.min(MOST_DAYS, Math.exp(time - odds / slope));
  }
  return most;
}

/** Returns a first guess of the days left, by Wilson and Hilferty's formula for a gamma distribution. */
function likelyDays({ events, days: known, burst }: Demand, stock: number, probability: Quantile): number {
  const mean = (stock * known) / events;
  const spread = (burst + mean / known) / (9 * stock);
  const root = 1 - spread + NORMAL_QUANTILES[probability] * Math.sqrt(spread);
  return mean * Math.max(LEAST_ROOT, root) ** 3;
}

const LEAST_ROOT = 0.05;

/** Returns a first guess of the growth of log odds with log time, for a normally distributed demand. */
function slopeAt(demand: Demand, days: number): number {
  const { mean, variance } = demandWithin(demand, days);
  return (LOGISTIC * mean) / Math.sqrt(variance);
}

/** A logistic distribution is nearly a normal one with a standard deviation of 1.7. */
const LOGISTIC = 1.7;

function logOdds(probability: number): number {
  const within = Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, probability));
  return Math.log(within / (1 - within));
}

const LEAST_PROBABILITY = 1e-12;
const MOST_ROUNDS = 30;
const PRECISION = 0.001;
/** A probability this close to the wanted one is close enough. */
const CLOSE = 0.0005;

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
  // At most one case in ten is three standard deviations above the mean or more (Cantelli's inequality).
  let [least, most] = [0, Math.ceil(moments.mean + 3 * Math.sqrt(moments.variance))];
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (probabilityOfAtLeast(middle + 1, moments) <= 1 - SUFFICIENT) most = middle;
    else least = middle + 1;
  }
  return Math.max(0, least - Math.max(0, stock));
}
