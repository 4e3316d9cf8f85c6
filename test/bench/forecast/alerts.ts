import { ENDS } from '../../../src/rules/alerts/running-out.js';
import { LEAST_BASIS_DAYS, runningOutFrom, selloutProbability } from '../../../src/stock/forecast.js';
import { estimateDemand } from '../../../src/stock/forecast-demand.js';
import { type Prior, priorOf } from '../../../src/stock/forecast-prior.js';
import { STEPS_PER_DAY } from '../year-of-sales.js';
import type { Replay } from './replay.js';

/** The rule WHMCSProductStockRunningOut: probability within the lead time from which it fires, and ends. */
export const RULE = { leadDays: 4, fires: runningOutFrom, ends: ENDS } as const;

const HISTORY_DAYS = 120;
/** Steps between two forecasts while nothing is sold. */
const PAUSE = STEPS_PER_DAY / 6;

/** Whether an alert stands, by step. */
export type Standing = Uint8Array;

/** What the exporter knows: the days of orders only, or also when there was stock. */
export type Knowledge = 'orders' | 'orders and stock';

/** Returns sales and the time in stock of each day up to a step, as they become known. */
function createDiary({ sold, stock }: Replay, knowledge: Knowledge) {
  const days = Math.ceil(sold.length / STEPS_PER_DAY);
  const soldByDay = new Float64Array(days);
  const inStock = new Float64Array(days);
  if (knowledge === 'orders') inStock.fill(Number.NaN);
  return {
    add(step: number) {
      const day = Math.floor(step / STEPS_PER_DAY);
      soldByDay[day] = (soldByDay[day] ?? 0) + (sold[step] ?? 0);
      const hadStock = (stock[step] ?? 0) > 0 || (sold[step] ?? 0) > 0;
      if (hadStock) inStock[day] = (inStock[day] ?? 0) + 1 / STEPS_PER_DAY;
    },
    until(step: number) {
      const day = Math.floor(step / STEPS_PER_DAY);
      const from = Math.max(0, day - HISTORY_DAYS);
      return {
        sold: soldByDay.subarray(from, day + 1),
        inStock: inStock.subarray(from, day + 1),
        today: ((step % STEPS_PER_DAY) + 1) / STEPS_PER_DAY,
      };
    },
  };
}

/** Returns what is expected of an item by the others, by day, as it was known in the morning. */
export function groupPriors(replays: readonly Replay[]): readonly Prior[] {
  const days = Math.ceil((replays[0]?.sold.length ?? 0) / STEPS_PER_DAY);
  const items = replays.map(() => ({ units: 0, days: 0 }));
  return Array.from({ length: days }, (_, day) => {
    const prior = priorOf(items);
    for (const [index, { sold, stock }] of replays.entries()) {
      const item = items[index] ?? { units: 0, days: 0 };
      for (let step = day * STEPS_PER_DAY; step < (day + 1) * STEPS_PER_DAY; step += 1) {
        item.units += sold[step] ?? 0;
        if ((stock[step] ?? 0) > 0) item.days += 1 / STEPS_PER_DAY;
      }
    }
    return prior;
  });
}

/** Runs the forecast, and the alert on it, over a replay. @param priors by day. */
export function forecastAlert(replay: Replay, priors: readonly Prior[], knowledge: Knowledge): Standing {
  const steps = replay.stock.length;
  const stands = new Uint8Array(steps);
  const diary = createDiary(replay, knowledge);
  let probability = 0;
  let isStanding = false;
  for (let step = 0; step < steps; step += 1) {
    diary.add(step);
    const stock = replay.stock[step] ?? 0;
    if (step % PAUSE === 0 || stock !== replay.stock[step - 1]) {
      const prior = priors[Math.floor(step / STEPS_PER_DAY)] ?? priorOf([]);
      const demand = estimateDemand(diary.until(step), prior);
      const isKnown = demand.basisDays >= LEAST_BASIS_DAYS;
      probability = isKnown && stock > 0 ? selloutProbability(demand, stock, RULE.leadDays) : 0;
    }
    isStanding = stock > 0 && probability > (isStanding ? RULE.ends : RULE.fires(stock));
    stands[step] = Number(isStanding);
  }
  return stands;
}

const MEAN_DAYS = 28;

/** What anybody writes: at the mean of four weeks, the stock lasts for less than the lead time. */
export function trailingMeanAlert({ stock, sold }: Replay): Standing {
  let units = 0;
  return Uint8Array.from(stock, (left, step) => {
    units += (sold[step] ?? 0) - (sold[step - MEAN_DAYS * STEPS_PER_DAY] ?? 0);
    const days = Math.min(MEAN_DAYS, (step + 1) / STEPS_PER_DAY);
    return Number(days >= LEAST_BASIS_DAYS && left > 0 && (left * days) / units < RULE.leadDays);
  });
}
