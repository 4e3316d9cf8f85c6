import type { FaultArea } from '../../support/fault.js';
import type { HardCase } from './hard-cases.js';
import {
  goodSite,
  held,
  INFO,
  type Labels,
  ofProduct,
  type Series,
  series,
  stocked,
  TARGET,
} from './series.js';
import { failing } from './site-cases.js';

/** What goes wrong, what a user sees then, and the alerts that fire. Counts are by name and severity. */
export type FaultCase = Omit<HardCase, 'name'> & {
  readonly area: FaultArea;
  readonly injected: string;
  readonly shown: string;
};

const SECOND = { job: 'stock', instance: 'second:10052' };
const ofSite = (name: string, more: Labels = {}, target: Labels = TARGET) =>
  series(name, { ...target, site: 'main', ...more });

/** The same series with other labels of the target. */
const relabelled = (given: Series, labels: Labels): Series =>
  Object.fromEntries(
    Object.entries(given).map(([name, values]) => [
      name.replace(
        '{',
        `{${Object.entries(labels)
          .map(([label, value]) => `${label}="${value}",`)
          .join('')}`,
      ),
      values,
    ]),
  );

/** The same series until so many minutes after the start, and then nothing. */
const until = (minutes: number, given: Series): Series =>
  Object.fromEntries(
    Object.entries(given).map(([name, values]) => {
      const [, first = '0', step = '0'] = /^(\d+)(?:\+(\d+(?:\.\d+)?))?x/.exec(values) ?? [];
      return [name, `${first}+${step}x${minutes * 2 - 1} stale`];
    }),
  );

/** The same series from so many minutes after the start on. */
const from = (minutes: number, given: Series): Series =>
  Object.fromEntries(
    Object.entries(given).map(([name, values]) => {
      const [, first = '0', step = '0'] = /^(\d+)(?:\+(\d+(?:\.\d+)?))?x/.exec(values) ?? [];
      return [name, `_x${minutes * 2} ${Number(first) + Number(step) * minutes * 2}+${step}x400`];
    }),
  );

const said = (alert: string, severity: string, product: Labels = {}): Series => ({
  [ofProduct('whmcs_product_alert', { alert, severity, ...product })]: held([1, 400]),
});

const identity: readonly FaultCase[] = [
  ...['env', 'region', 'cluster'].map((label) => ({
    area: 'stock' as const,
    injected: `two targets of one job and site differ in ${label}, and one of them cannot be read`,
    shown: 'its site is down, and the stock of the other still fires alerts',
    given: {
      ...relabelled({ ...stocked(held([0, 120])) }, { [label]: 'one' }),
      ...relabelled({ ...stocked(held([9, 120])), ...failing(60, 'connect') }, { [label]: 'two' }),
    },
    firing: {
      '9m': { WHMCSProductOutOfStock_warning: 1, WHMCSProductStockLow_warning: 1 },
      '20m': {
        WHMCSProductOutOfStock_warning: 1,
        WHMCSProductStockLow_warning: 1,
        WHMCSSiteDown_critical: 1,
      },
    },
  })),
  {
    area: 'stock',
    injected: 'a product sells out on two targets of one job and site that differ in env',
    shown: 'an alert for each',
    given: {
      ...relabelled(stocked(held([0, 60])), { env: 'one' }),
      ...relabelled(stocked(held([0, 60])), { env: 'two' }),
    },
    firing: { '20m': { WHMCSProductOutOfStock_warning: 2, WHMCSProductStockLow_warning: 2 } },
  },
  ...['node', 'pod', 'replica', 'host'].map((label) => ({
    area: 'stock' as const,
    injected: `a pair of exporters for one site differs in ${label} too`,
    shown: 'each alert once, with no series doubled',
    given: {
      ...relabelled(stocked(held([0, 60])), { [label]: 'one' }),
      ...relabelled(stocked(held([0, 60])), { [label]: 'two' }),
    },
    firing: { '20m': { WHMCSProductOutOfStock_warning: 1, WHMCSProductStockLow_warning: 1 } },
  })),
];

const severity: readonly FaultCase[] = [
  {
    area: 'stock',
    injected: 'a product sells out for which the configuration says sold_out: critical',
    shown: 'a critical alert, and a warning for another product',
    given: {
      ...stocked(held([0, 60]), said('sold_out', 'critical')),
      [ofProduct('whmcs_product_stock', { product_id: '8', product: 'KVM 16 GB' })]: held([0, 60]),
    },
    firing: {
      '20m': {
        WHMCSProductOutOfStock_critical: 1,
        WHMCSProductOutOfStock_warning: 1,
        WHMCSProductStockLow_warning: 2,
      },
    },
  },
  {
    area: 'stock',
    injected: 'a product is sold out on purpose (sold_out: none)',
    shown: 'no alert, neither that it is sold out nor that it is low',
    given: stocked(held([5, 10], [0, 60]), said('sold_out', 'none')),
    firing: { '9m': {}, '40m': {} },
  },
  {
    area: 'stock',
    injected: 'a product on pre-order falls below 0 (oversold: none, sold_out: none)',
    shown: 'no alert',
    given: stocked(held([0, 10], [-7, 60]), { ...said('oversold', 'none'), ...said('sold_out', 'none') }),
    firing: { '40m': {} },
  },
  {
    area: 'stock',
    injected: 'stock is oversold and back where the configuration says oversold: warning, restocked: none',
    shown: 'a warning, and no news of the restock',
    given: stocked(held([-2, 20], [9, 60]), { ...said('oversold', 'warning'), ...said('restocked', 'none') }),
    firing: {
      '15m': {
        WHMCSProductOversold_warning: 1,
        WHMCSProductOutOfStock_warning: 1,
        WHMCSProductStockLow_warning: 1,
      },
      '40m': {},
    },
  },
  {
    area: 'stock',
    injected: 'both thresholds are reached where the configuration says low: info, and stock comes and goes',
    shown: 'one alert of severity info that does not flap',
    given: stocked(
      `${held([9, 10], [1, 10])} ${Array.from({ length: 4 }, () => held([1, 5], [9, 5])).join(' ')} ${held([9, 60])}`,
      {
        [ofProduct('whmcs_product_stock_threshold', { severity: 'warning' })]: held([5, 200]),
        [ofProduct('whmcs_product_stock_threshold', { severity: 'critical' })]: held([2, 200]),
        ...said('low', 'info'),
      },
    ),
    firing: {
      '9m': {},
      '19m': { WHMCSProductStockLow_info: 1 },
      '58m': { WHMCSProductStockLow_info: 1 },
      '85m': {},
    },
  },
  {
    area: 'stock',
    injected: 'two exporters have different severities for a product while one of them is reloaded',
    shown: 'one alert, with the more urgent severity',
    given: {
      ...stocked(held([0, 60]), said('sold_out', 'info')),
      ...goodSite('main', SECOND),
      [ofProduct('whmcs_product_stock', {}, SECOND)]: held([0, 60]),
      [ofProduct('whmcs_product_alert', { alert: 'sold_out', severity: 'critical' }, SECOND)]: held([1, 60]),
    },
    firing: { '20m': { WHMCSProductOutOfStock_critical: 1, WHMCSProductStockLow_warning: 1 } },
  },
  {
    area: 'stock',
    injected: 'a choice and a combination of a product with sold_out: critical sell out',
    shown: 'a critical alert for each',
    given: {
      ...goodSite(),
      [ofProduct('whmcs_product_option_stock', { option_id: '4', option: 'Location', choice: 'Tokyo' })]:
        held([0, 60]),
      [ofProduct('whmcs_product_combination_stock', { combination: 'Location=Tokyo' })]: held([0, 60]),
      ...said('sold_out', 'critical'),
    },
    firing: {
      '20m': {
        WHMCSOptionOutOfStock_critical: 1,
        WHMCSOptionStockLow_warning: 1,
        WHMCSCombinationOutOfStock_critical: 1,
        WHMCSCombinationStockLow_warning: 1,
      },
    },
  },
];

const up = series('up', TARGET);
const bothRead = (stock: string): Series => ({
  ...stocked(held([9, 200])),
  ...goodSite('main', SECOND),
  [ofProduct('whmcs_product_stock', {}, SECOND)]: stock,
  [ofProduct('whmcs_product_info', INFO, SECOND)]: '1x400',
});

const replicas: readonly FaultCase[] = [
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

/** Sparse samples, with which a week takes few evaluations. */
const days = (count: number) => count * 24;

const lasting: readonly FaultCase[] = [
  {
    area: 'process',
    injected: 'an exporter is down for eight days and more',
    shown: 'the alert still fires',
    interval: '1h',
    given: {
      [up]: `1x5 0x${days(9)}`,
      ...Object.fromEntries(
        Object.keys(goodSite())
          .filter((name) => name !== up)
          .map((name) => [name, '1x5 stale']),
      ),
    },
    firing: { '8h': { WHMCSExporterDown_critical: 1 }, '204h': { WHMCSExporterDown_critical: 1 } },
  },
  {
    area: 'stock',
    injected: 'a product is no longer listed from Friday evening on',
    shown: 'the alert still fires on Tuesday morning, and ends after a week',
    interval: '1h',
    given: {
      ...sparse(goodSite(), days(9)),
      [ofProduct('whmcs_product_info', INFO)]: '1x5 stale',
      [ofProduct('whmcs_product_stock')]: '5x5 stale',
    },
    firing: {
      '4h': {},
      '7h': { WHMCSProductDisappeared_warning: 1 },
      '92h': { WHMCSProductDisappeared_warning: 1 },
      '178h': {},
    },
  },
  {
    area: 'stock',
    injected: 'the stock of a listed product is unknown for days',
    shown: 'the alert fires until the stock is known',
    interval: '1h',
    given: {
      ...sparse(goodSite(), days(5)),
      [ofProduct('whmcs_product_info', INFO)]: `1x${days(5)}`,
      [ofProduct('whmcs_product_stock')]: `5x5 stale _x${days(3)} 5x40`,
    },
    firing: {
      '4h': {},
      '7h': { WHMCSStockUnknown_warning: 1 },
      '70h': { WHMCSStockUnknown_warning: 1 },
      '84h': {},
    },
  },
];

/** A site that is read at every sample, of an hour. */
function sparse(given: Series, count: number): Series {
  return {
    ...Object.fromEntries(Object.keys(given).map((name) => [name, `1x${count}`])),
    [ofSite('whmcs_collection_interval_seconds')]: `3600x${count}`,
    [ofSite('whmcs_series_dropped')]: `0x${count}`,
    [ofSite('whmcs_unmatched_choices')]: `0x${count}`,
    [ofSite('whmcs_collection_last_success_timestamp_seconds')]: `0+3600x${count}`,
  };
}

const hour = { action: 'GetProducts' };

const intervals: readonly FaultCase[] = [
  {
    area: 'api',
    injected: 'each request to a site with an interval of one hour takes eight seconds',
    shown: 'an alert that the API is slow',
    interval: '4m',
    given: {
      ...goodSite(),
      [ofSite('whmcs_collection_interval_seconds')]: '3600x400',
      [ofSite('whmcs_collection_last_success_timestamp_seconds')]: hourly(3600),
      [ofSite('whmcs_api_requests_total', hour)]: hourly(1),
      [ofSite('whmcs_api_request_duration_seconds_bucket', { ...hour, le: '5' })]: '0x400',
      [ofSite('whmcs_api_request_duration_seconds_bucket', { ...hour, le: '10' })]: hourly(1),
      [ofSite('whmcs_api_request_duration_seconds_bucket', { ...hour, le: '+Inf' })]: hourly(1),
    },
    firing: { '3h': {}, '6h': { WHMCSApiSlow_warning: 1 } },
  },
  {
    area: 'api',
    injected: 'every second request to a site with an interval of one hour fails',
    shown: 'an alert that requests fail',
    interval: '4m',
    given: {
      ...goodSite(),
      [ofSite('whmcs_collection_interval_seconds')]: '3600x400',
      [ofSite('whmcs_collection_last_success_timestamp_seconds')]: hourly(3600),
      [ofSite('whmcs_api_requests_total', hour)]: hourly(2),
      [ofSite('whmcs_api_errors_total', { ...hour, reason: 'timeout' })]: hourly(1),
    },
    firing: { '3h': {}, '6h': { WHMCSApiErrorRatioHigh_warning: 1 } },
  },
  {
    area: 'process',
    injected: 'the clock of an exporter that states no age of its stock is six minutes behind',
    shown: 'the stock is trusted, and an alert names the clock',
    given: {
      ...stocked(held([0, 60])),
      [series('whmcs_exporter_time_seconds', TARGET)]: '-360+30x200',
      [ofSite('whmcs_collection_last_success_timestamp_seconds')]: '-360+30x200',
    },
    firing: {
      '20m': {
        WHMCSProductOutOfStock_warning: 1,
        WHMCSProductStockLow_warning: 1,
        WHMCSExporterClockSkewed_warning: 1,
      },
    },
  },
  {
    area: 'process',
    injected: 'the clock of an exporter that states no age is six minutes ahead, and the site cannot be read',
    shown: 'the site is down in time, in spite of the clock',
    given: {
      ...stocked(held([0, 60])),
      ...failing(60, 'connect'),
      [series('whmcs_exporter_time_seconds', TARGET)]: '360+30x200',
      [ofSite('whmcs_collection_last_success_timestamp_seconds')]: '360+30x19 930x200',
    },
    firing: {
      '17m': {
        WHMCSProductOutOfStock_warning: 1,
        WHMCSProductStockLow_warning: 1,
        WHMCSSiteDown_critical: 1,
        WHMCSExporterClockSkewed_warning: 1,
      },
      '25m': { WHMCSSiteDown_critical: 1, WHMCSExporterClockSkewed_warning: 1 },
    },
  },
  {
    area: 'client',
    injected: 'a scanner sends three malformed calls to the webhook every day',
    shown: 'no alert',
    given: {
      ...goodSite(),
      [series('whmcs_webhook_rejected_total', { ...TARGET, reason: 'malformed' })]: held([0, 10], [3, 60]),
    },
    firing: { '20m': {} },
  },
  {
    area: 'stock',
    injected: 'one unit in use matches no choice, every day',
    shown: 'no alert',
    given: { ...goodSite(), [ofSite('whmcs_unmatched_choices')]: held([1, 60]) },
    firing: { '30m': {} },
  },
];

/** A value that grows once an hour, with samples every four minutes. */
function hourly(step: number): string {
  return Array.from({ length: 9 }, (_, hours) => `${hours * step}x14`).join(' ');
}

export const faultCases = [...identity, ...severity, ...replicas, ...lasting, ...intervals];
