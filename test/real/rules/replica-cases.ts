import { type FaultCase, from, ofSite, relabelled, SECOND, until } from './fault-case.js';
import { goodSite, held, INFO, ofProduct, type Series, series, stocked, TARGET } from './series.js';
import { failing } from './site-cases.js';

const up = series('up', TARGET);
const bothRead = (stock: string): Series => ({
  ...stocked(held([9, 200])),
  ...goodSite('main', SECOND),
  [ofProduct('whmcs_product_stock', {}, SECOND)]: stock,
  [ofProduct('whmcs_product_info', INFO, SECOND)]: '1x400',
});

/** What happens to one of two exporters, and to an exporter that moves. */
export const replicaCases: readonly FaultCase[] = [
  {
    area: 'process',
    injected: 'one of two exporters for a site is down',
    shown: 'a warning',
    given: {
      ...until(20, stocked(held([9, 200]))),
      ...bothRead(held([9, 200])),
      ...until(20, stocked(held([9, 20]))),
      [up]: held([1, 20], [0, 200]),
    },
    firing: { '19m': {}, '30m': { WHMCSExporterDown_warning: 1 }, '50m': { WHMCSExporterDown_warning: 1 } },
  },
  {
    area: 'process',
    injected: 'both exporters for a site are down',
    shown: 'a critical alert for each',
    given: {
      ...until(20, { ...stocked('9x400'), ...goodSite('main', SECOND) }),
      [up]: held([1, 20], [0, 200]),
      [series('up', SECOND)]: held([1, 20], [0, 200]),
    },
    firing: { '30m': { WHMCSExporterDown_critical: 2 } },
  },
  {
    area: 'api',
    injected: 'WHMCS rejects the credentials of both exporters for a site',
    shown: 'one critical alert',
    given: {
      ...failing(60, 'auth'),
      ...Object.fromEntries(
        Object.entries(failing(60, 'auth')).map(([name, values]) => [
          name.replace('exporter:10052', 'second:10052'),
          values,
        ]),
      ),
    },
    firing: { '20m': { WHMCSCredentialsRefused_critical: 1 } },
  },
  {
    area: 'api',
    injected: 'WHMCS rejects the credentials of one of two exporters for a site',
    shown: 'one warning, since the stock is known',
    given: { ...failing(60, 'auth'), ...goodSite('main', SECOND) },
    firing: { '20m': { WHMCSCredentialsRefused_warning: 1 }, '40m': { WHMCSCredentialsRefused_warning: 1 } },
  },
  {
    area: 'api',
    injected: 'a site limits the rate of both of its exporters',
    shown: 'one warning',
    given: {
      ...goodSite(),
      ...goodSite('main', SECOND),
      [ofSite('whmcs_api_errors_total', { action: 'GetProducts', reason: 'rate_limited' })]: held(
        [0, 10],
        [3, 60],
      ),
      [ofSite('whmcs_api_errors_total', { action: 'GetProducts', reason: 'rate_limited' }, SECOND)]: held(
        [0, 10],
        [4, 60],
      ),
    },
    firing: { '20m': { WHMCSRateLimited_warning: 1 } },
  },
  {
    area: 'stock',
    injected: 'of two exporters, one read a product at 0 ten minutes ago, and the other reads 9 now',
    shown: 'no alert: the reading that is newer counts',
    given: {
      ...stocked(held([0, 60])),
      [ofSite('whmcs_collection_interval_seconds')]: held([1800, 60]),
      [ofSite('whmcs_collection_last_success_timestamp_seconds')]: held([0, 60]),
      ...goodSite('main', SECOND),
      [ofProduct('whmcs_product_stock', {}, SECOND)]: held([9, 60]),
    },
    firing: { '20m': {} },
  },
  {
    area: 'process',
    injected: 'the scrape job is renamed',
    shown: 'no alert',
    given: { ...until(20, stocked(held([9, 100]))), ...from(20, relabelledJob('renamed', stocked('9x400'))) },
    firing: { '19m': {}, '35m': {}, '50m': {} },
  },
  {
    area: 'process',
    injected: 'an exporter moves to another pod and node',
    shown: 'no alert',
    given: {
      ...until(20, relabelled(stocked('9x400'), { pod: 'a', node: 'one' })),
      ...from(21, relabelled(stocked('9x400'), { pod: 'b', node: 'two' })),
    },
    firing: { '19m': {}, '25m': {}, '40m': {} },
  },
];

function relabelledJob(job: string, given: Series): Series {
  return Object.fromEntries(
    Object.entries(given).map(([name, values]) => [name.replace('job="stock"', `job="${job}"`), values]),
  );
}
