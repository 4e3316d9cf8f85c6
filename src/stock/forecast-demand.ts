import type { Past } from './forecast-past.js';
import type { Prior } from './forecast-prior.js';
import { weeksOf } from './forecast-weeks.js';

/** How an item sells while it is in stock. Its rate is gamma distributed: so many events in so many days. */
export type Demand = {
  readonly events: number;
  readonly days: number;
  /** The variance of sales relative to their mean: 1 if customers come one by one, more in bursts. */
  readonly burst: number;
  /** Days of the past on which it rests, without those in which the item was not for sale. */
  readonly basisDays: number;
};

/** A window into the past that weighs recent weeks more. */
type Window = {
  /** How much of a week's weight is left a week later. */
  readonly keep: number;
  /** What it saw itself. */
  seenEvents: number;
  seenDays: number;
  /** What it expects. */
  events: number;
  days: number;
  /** The logarithm of how likely the weeks were by what this window expected of each. */
  score: number;
};

/** So many events in so many days. */
type Rate = { readonly events: number; readonly days: number };

const WEEK = 7;
/**
 * Days after which a window weighs the past half, the longest first. The one that expects best counts most.
 */
const HALF_LIVES = [112, 28, 7] as const;
const KEPT_PER_WEEK = HALF_LIVES.map((days) => 0.5 ** (WEEK / days));
/** What the group expects counts as much as so many sales. */
const GROUP_EVENTS = 12;
/** What the next longer window expects counts as much as so many sales. */
const WINDOW_EVENTS = 12;
/**
 * The expectation of the group or of a longer window counts for at most so many days. Otherwise a product
 * that sells, in a group of many that don't, would be forecast as one of those.
 */
const MOST_KNOWN_DAYS = 40;
/** Days after which surprises say something of bursts, and no longer of the prior. */
const LEARNING_DAYS = 28;
/** Weeks of single sales that bursts have to contradict. */
const SINGLE_WEEKS = 52;

/** Estimates the demand for an item from what it sold. */
export function estimateDemand(past: Past, prior: Prior): Demand {
  const weeks = weeksOf(past);
  const windows = KEPT_PER_WEEK.map(createWindow);
  expectAgain(windows, prior);
  let basisDays = 0;
  let squares = SINGLE_WEEKS;
  let surprises = SINGLE_WEEKS;
  for (let week = 0; week < weeks.days.length; week += 1) {
    const units = weeks.units[week] ?? 0;
    const days = weeks.days[week] ?? 0;
    if (basisDays > 0 && days > 0) {
      if (basisDays >= LEARNING_DAYS) {
        const { mean, variance } = expectedBy(bestOf(windows), days);
        const weight = Math.min(1, variance); // few units say little of bursts
        squares += (weight * (units - mean) ** 2) / variance;
        surprises += weight;
      }
      for (const window of windows) window.score += logLikelihood(window, units, days);
    }
    for (const window of windows) {
      window.seenEvents = window.seenEvents * window.keep + units;
      window.seenDays = window.seenDays * window.keep + days;
    }
    expectAgain(windows, prior);
    basisDays += days;
  }
  const burst = Math.max(1, squares / surprises);
  const { events, days } = mix(windows, burst);
  return { events, days, burst, basisDays };
}

const createWindow = (keep: number): Window => ({
  keep,
  seenEvents: 0,
  seenDays: 0,
  events: 0,
  days: 0,
  score: 0,
});

/** Updates what each window expects. What it has not seen itself, it takes from the next longer one. */
function expectAgain(windows: readonly Window[], { perDay }: Prior): void {
  let days = Math.min(MOST_KNOWN_DAYS, GROUP_EVENTS / perDay);
  let rate = perDay;
  for (const window of windows) {
    window.events = window.seenEvents + days * rate;
    window.days = window.seenDays + days;
    rate = window.events / window.days;
    days = Math.min(MOST_KNOWN_DAYS, WINDOW_EVENTS / rate);
  }
}

const bestOf = (windows: readonly Window[]): Window =>
  windows.reduce((best, window) => (window.score > best.score ? window : best));

function expectedBy({ events, days: known }: Rate, days: number) {
  const mean = (events / known) * days;
  return { mean, variance: mean * (1 + days / known) };
}

/** Returns the logarithm of how likely so many units are within some days. */
function logLikelihood({ events, days: known }: Rate, units: number, days: number): number {
  const share = days / (known + days);
  let log = events * Math.log1p(-share);
  if (units === 0) return log;
  let product = 1;
  for (let unit = 0; unit < units; unit += 1) {
    product *= ((events + unit) * share) / (unit + 1);
    if (product > 1e-200 && product < 1e200) continue;
    log += Math.log(product);
    product = 1;
  }
  return log + Math.log(product);
}

/** Mixes the windows, by how well they expected what came, to one gamma distribution of equal moments. */
function mix(windows: readonly Window[], burst: number): Rate {
  const { score: best } = bestOf(windows);
  let total = 0;
  let sum = 0;
  let squares = 0;
  for (const { events, days, score } of windows) {
    const weight = Math.exp((score - best) / burst); // bursts make surprises likelier
    const perDay = events / days;
    total += weight;
    sum += weight * perDay;
    squares += weight * (perDay ** 2 + (perDay * burst) / days);
  }
  const mean = sum / total;
  const variance = squares / total - mean ** 2;
  return { events: mean ** 2 / variance, days: mean / variance };
}
