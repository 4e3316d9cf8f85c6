import { LEAST_BASIS_DAYS, selloutProbability } from '../../../src/stock/forecast.js';
import { estimateDemand } from '../../../src/stock/forecast-demand.js';
import { priorOf } from '../../../src/stock/forecast-prior.js';
import { StockDiary } from '../../../src/stock/stock-diary.js';
import { STEP_MINUTES, STEPS_PER_DAY, type Year } from '../year-of-sales.js';
import { RULE, type Standing } from './alerts.js';

const START = Date.parse('2026-01-05T00:00:00Z'); // a Monday, because years begin with one
const STEP_MS = STEP_MINUTES * 60_000;
/** Steps between two forecasts while nothing is sold. */
const PAUSE = STEPS_PER_DAY / 4;

/**
 * Returns the probability that the stock runs out within the lead time, by product and step. The exporter
 * forecasts it from the stock alone, without an order history. It is NaN without a forecast.
 */
export function forecastYears(years: readonly Year[]): readonly Float64Array[] {
  const diary = new StockDiary();
  const steps = years[0]?.stock.length ?? 0;
  const products = years.map(({ stock }, index) => ({
    ...{ key: String(index), stock, probabilities: new Float64Array(steps).fill(Number.NaN) },
    demand: estimateDemand({ sold: [], inStock: [], today: 0 }, priorOf([])),
  }));
  let prior = priorOf([]);
  for (let step = 0; step < steps; step += 1) {
    const at = START + (step + 1) * STEP_MS;
    if (step % STEPS_PER_DAY === 0)
      prior = priorOf(products.flatMap(({ key }) => diary.find(key)?.sales() ?? []));
    for (const product of products) {
      const units = product.stock[step] ?? 0;
      const perDay = product.demand.events / product.demand.days;
      const { entry, sold } = diary.note(product.key, units, at, 'companion', perDay);
      if (sold !== 0 || step % PAUSE === 0) product.demand = estimateDemand(entry.past(at), prior);
      if (product.demand.basisDays >= LEAST_BASIS_DAYS)
        product.probabilities[step] = selloutProbability(product.demand, units, RULE.leadDays);
    }
  }
  return products.map(({ probabilities }) => probabilities);
}

/** Returns whether the alert fires, by step. */
export function alertOf({ stock }: Year, probabilities: Float64Array): Standing {
  let isStanding = false;
  return Uint8Array.from(stock, (units, step) => {
    const probability = probabilities[step] ?? Number.NaN;
    isStanding = units > 0 && probability > (isStanding ? RULE.ends : RULE.fires(units));
    return Number(isStanding);
  });
}
