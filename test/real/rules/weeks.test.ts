import { expect } from '@jest/globals';
import { type FaultArea, fault } from '../../support/fault.js';
import { PAIRS } from '../../support/pair.js';
import { runTests } from './promtool.js';
import { goodSite, input, type Labels, ofProduct, type Series, series, TARGET } from './series.js';

const SECOND = { job: 'stock', instance: 'second:10052' };
const STEP_MINUTES = 10;
/** Samples of nine days. */
const COUNT = (9 * 24 * 60) / STEP_MINUTES;
const BEFORE = 6;

const ofSite = (name: string, more: Labels = {}) => series(name, { ...TARGET, site: 'main', ...more });

/** A healthy site with a sample every ten minutes, for nine days. */
const healthy = (target: Labels = TARGET): Series =>
  Object.fromEntries(
    Object.keys(goodSite('main', target)).map((name) => {
      if (name.includes('last_success')) return [name, `0+${STEP_MINUTES * 60}x${COUNT}`];
      if (name.includes('collections_total')) return [name, `10+10x${COUNT}`];
      const value = {
        whmcs_collection_interval_seconds: 60,
        whmcs_unmatched_choices: 0,
        whmcs_series_dropped: 0,
      };
      return [name, `${Object.entries(value).find(([start]) => name.startsWith(start))?.[1] ?? 1}x${COUNT}`];
    }),
  );

/** The site fails for a reason after an hour, and is then tried four times an hour. */
const failing = (reason: string): Series => ({
  ...healthy(),
  [ofSite('whmcs_up')]: `1x${BEFORE - 1} 0x${COUNT}`,
  [ofSite('whmcs_collections_total')]: `10+10x${BEFORE - 1} 70+1x${COUNT}`,
  [ofSite('whmcs_collection_interval_seconds')]: `60x${BEFORE - 1} 900x${COUNT}`,
  [ofSite('whmcs_collection_last_success_timestamp_seconds')]: `0+600x${BEFORE - 1} 3000x${COUNT}`,
  [ofSite('whmcs_collection_failures_total', { reason })]: `0x${BEFORE - 1} 1+1x${COUNT}`,
});

/** What lasts longer than any range that a rule looks back over. */
const cases: readonly {
  readonly area: FaultArea;
  readonly injected: string;
  readonly shown: string;
  readonly given: Series;
  readonly alert: string;
  readonly severity: string;
}[] = [
  {
    area: 'network',
    injected: 'a site cannot be reached for eight days and more',
    shown: 'one critical alert, from the first day to the last',
    given: failing('connect'),
    alert: 'WHMCSSiteDown',
    severity: 'critical',
  },
  {
    area: 'api',
    injected: 'WHMCS rejects the credentials for eight days and more',
    shown: 'one critical alert, from the first day to the last',
    given: failing('auth'),
    alert: 'WHMCSCredentialsRefused',
    severity: 'critical',
  },
  {
    area: 'process',
    injected: 'one of two exporters for a site is down for eight days and more',
    shown: 'a warning all the time, since the other one knows the stock',
    given: {
      ...healthy(),
      ...Object.fromEntries(Object.keys(healthy(SECOND)).map((name) => [name, `1x${BEFORE - 1} stale`])),
      [series('up', SECOND)]: `1x${BEFORE - 1} 0x${COUNT}`,
    },
    alert: 'WHMCSExporterDown',
    severity: 'warning',
  },
  {
    area: 'api',
    injected: 'WHMCS no longer calls the webhook, for eight days and more',
    shown: 'a warning all the time, while stock moves',
    given: {
      ...healthy(),
      [ofProduct('whmcs_product_stock_removed_total')]: `0+1x${COUNT}`,
      [ofProduct('whmcs_product_stock_added_total')]: `0x${COUNT}`,
      [ofSite('whmcs_webhook_events_total', {
        event: 'InvoicePaid',
      })]: `0+1x${BEFORE - 1} ${BEFORE}x${COUNT}`,
    },
    alert: 'WHMCSWebhookSilent',
    severity: 'warning',
  },
];

for (const { area, injected, shown, given, alert, severity } of cases)
  for (const pair of PAIRS)
    fault(
      area,
      `${injected}, with the ${pair.name} Prometheus`,
      shown,
      () => {
        const expr = `count by (severity) (ALERTS{alertname="${alert}", alertstate="firing"})`;
        const [interval, fired] = [`${STEP_MINUTES}m`, [{ labels: `{severity="${severity}"}`, value: 1 }]];
        const test = {
          ...{ name: injected, interval, input_series: input(given) },
          promql_expr_test: [
            { eval_time: '50m', expr, exp_samples: [] },
            ...['30h', '200h', '215h'].map((eval_time) => ({ eval_time, expr, exp_samples: fired })),
          ],
        };
        expect(runTests(pair, [test])).toBe('');
      },
      { tester: pair.testWith('promtool') },
    );
