import { type RuleTest, testRules } from '../../real/rules/promtool.js';
import { goodSite, input, type Labels, readEvery, series, TARGET } from '../../real/rules/series.js';
import type { Pair } from '../../support/pair.js';
import { STEP_MINUTES, type Year } from '../year-of-sales.js';
import type { Standing } from './alerts.js';

const ALERT = 'ALERTS{alertname="WHMCSProductStockRunningOut", alertstate="firing"}';

/** Rounds probabilities to four places, which keeps the text of a year short. */
const rounded = (values: ArrayLike<number>) => Array.from(values, (value) => Number(value.toFixed(4)));

/**
 * Samples in a step. The rules look back 15 minutes, so that range must contain the last evaluation. The
 * alert waits for five minutes, so it fires at the second sample.
 */
const SAMPLES = 2;
const SAMPLE_SECONDS = (STEP_MINUTES * 60) / SAMPLES;

/** Returns the values of steps in promtool's notation, which joins equal values. NaN is a missing sample. */
function notation(values: ArrayLike<number>): string {
  const runs: string[] = [];
  let from = 0;
  for (let step = 1; step <= values.length; step += 1) {
    if (step < values.length && Object.is(values[step], values[from])) continue;
    const value = values[from] ?? Number.NaN;
    const count = (step - from) * SAMPLES;
    runs.push(Number.isNaN(value) ? `_x${count}` : `${value}x${count - 1}`);
    from = step;
  }
  return runs.join(' ');
}

/**
 * Returns whether the shipped alert on products that run out fires in Prometheus's rule engine, by product
 * and step. The test expects no alert at any step, so promtool reports every alert that fires.
 *
 * @param shown the probability within the lead time as it is scraped, by product and step.
 */
export function alertsByRules(
  pair: Pick<Pair, 'file'>,
  years: readonly Year[],
  shown: readonly Float64Array[],
): readonly Standing[] {
  const steps = years[0]?.stock.length ?? 0;
  const given = Object.fromEntries(
    years.flatMap(({ stock }, index) => {
      const of = (name: string, more: Labels = {}) =>
        series(name, {
          ...TARGET,
          site: 'main',
          product_id: String(index),
          product: 'P',
          group: 'G',
          ...more,
        });
      return [
        [of('whmcs_product_info', { visibility: 'public' }), `1x${steps * SAMPLES}`],
        [of('whmcs_product_stock_control'), `1x${steps * SAMPLES}`],
        [of('whmcs_product_stock'), notation(stock)],
        [
          of('whmcs_product_sellout_probability', { within: 'lead_time' }),
          notation(rounded(shown[index] ?? [])),
        ],
      ];
    }),
  );
  const interval = `${SAMPLE_SECONDS}s`;
  const site = Object.fromEntries(
    Object.entries({ ...goodSite(), ...readEvery(SAMPLE_SECONDS / 60) }).map(([name, values]) => [
      name,
      values.replace(/x\d+$/, `x${steps * SAMPLES}`),
    ]),
  );
  const test: RuleTest = {
    ...{ name: 'years', interval, input_series: input({ ...site, ...given }) },
    promql_expr_test: Array.from({ length: steps }, (_, step) => ({
      ...{ eval_time: `${(step + 1) * STEP_MINUTES * 60 - SAMPLE_SECONDS}s`, expr: ALERT, exp_samples: [] },
    })),
  };
  return readFirings(testRules(pair, [test], interval).output, years.length, steps);
}

function readFirings(output: string, products: number, steps: number): readonly Standing[] {
  const stands = Array.from({ length: products }, () => new Uint8Array(steps));
  let step = 0;
  for (const line of output.split('\n')) {
    const time = / time: (.+?),?\s*$/.exec(line)?.[1];
    if (time) step = Math.floor(minutesOf(time) / STEP_MINUTES);
    for (const [, id] of line.matchAll(/product_id="(\d+)"[^}]*\} 1E\+00/g)) {
      const stand = stands[Number(id)];
      if (stand) stand[step] = 1;
    }
    if (/parse error|error:/i.test(line)) throw new Error(line);
  }
  return stands;
}

const UNIT_MINUTES: Readonly<Record<string, number>> = { y: 525_600, w: 10_080, d: 1_440, h: 60, m: 1 };
const minutesOf = (time: string) =>
  [...time.matchAll(/(\d+)([ywdhm])/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (UNIT_MINUTES[unit] ?? 0),
    0,
  );
