import { describe, expect } from '@jest/globals';
import { PAIRS } from '../../support/pair.js';
import { alerts, runTests } from './promtool.js';
import { EVERY_FIVE_MINUTES, held, input, type Series, stocked } from './series.js';
import { casesOn } from './shared-cases.js';

/** How many times each alert on a product starts within a time; alerts that are not listed never do. */
type Episodes = {
  readonly name: string;
  readonly given: Series;
  readonly interval: string;
  readonly within: string;
  readonly begun: Readonly<Record<string, number>>;
};

/**
 * A week of a product that sells one unit an hour, sells out every evening and gets 20 units each morning.
 */
const DAY = `${Array.from({ length: 20 }, (_, sold) => `${20 - sold}x11`).join(' ')} 0x47`;
const week = (values: (day: number) => string) =>
  Array.from({ length: 8 }, (_, day) => values(day)).join(' ');

const cases: readonly Episodes[] = [
  {
    name: 'a week of daily cycles: sold out every evening, back every morning',
    interval: '5m',
    within: '168h',
    given: {
      ...stocked(
        week(() => DAY),
        EVERY_FIVE_MINUTES,
      ),
    },
    begun: {
      WHMCSProductOutOfStock: 7,
      WHMCSProductStockLow: 7,
      WHMCSProductRestocked: 6,
    },
  },
  {
    name: 'units cancelled and resold every five minutes do not make alerts flap',
    interval: '30s',
    within: '210m',
    given: stocked(`${held([0, 20])} ${Array.from({ length: 20 }, () => held([1, 5], [0, 5])).join(' ')}`),
    begun: { WHMCSProductOutOfStock: 1, WHMCSProductStockLow: 1 },
  },
];

const ofProducts = alerts.flatMap(({ alert = '' }) => (/Product|StockUnknown/.test(alert) ? alert : []));

describe.each(PAIRS)('on the $name Prometheus an alert begins once per event', (pair) => {
  pair.testWith('promtool').each([...casesOn(pair, cases)])(
    '$name',
    ({ name, given, interval, within, begun }) => {
      const queries = ofProducts.map((alert) => {
        const firing = `ALERTS{alertname="${alert}", alertstate="firing"}`;
        const begins = `(${firing} unless ${firing} offset ${interval})[${within}:${interval}]`;
        return {
          eval_time: within,
          expr: `sum by (alertname) (count_over_time(${begins}))`,
          exp_samples: Object.entries(begun)
            .filter(([one]) => one === alert)
            .map(([alertname, value]) => ({ labels: `{alertname="${alertname}"}`, value })),
        };
      });
      const test = { name, interval, input_series: input(given), promql_expr_test: queries };
      expect(runTests(pair, [test])).toBe('');
    },
  );
});
