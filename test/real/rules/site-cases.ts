import { type AlertCase, goodSite, held, type Series, series, TARGET } from './series.js';

const labels = { ...TARGET, site: 'main' };
const ofMain = { job: 'stock', site: 'main' };
const of = (name: string, more = {}) => series(name, { ...labels, ...more });

/** A site that is read for ten minutes, then fails for so many. The interval grows as in the exporter. */
export const failing = (minutes: number, reason: string, then = 60): Series => ({
  ...goodSite(),
  [of('whmcs_up')]: held([1, 10], [0, minutes], [1, then]),
  [of('whmcs_collection_last_success_timestamp_seconds')]:
    `0+30x19 ${570}x${minutes * 2 - 1} ${(10 + minutes) * 60}+30x${then * 2}`,
  [of('whmcs_collection_interval_seconds')]: held(
    [60, 11],
    [120, Math.min(2, minutes - 1)],
    [240, minutes - 3],
    [60, then],
  ),
  [of('whmcs_collection_failures_total', { reason })]: `0x19 1+0.5x${minutes * 2 - 1} ${1 + minutes}x200`,
});

const refused = failing(60, 'auth');
const told = { labels: ofMain };

/** Cases for alerts on a whole site. */
export const siteCases: readonly AlertCase[] = [
  {
    name: 'a site that fails for longer than three intervals is down, until it is read again',
    alert: 'WHMCSSiteDown',
    given: failing(60, 'connect'),
    at: { '14m': [], '16m': [], '17m30s': [{ labels: ofMain }], '69m': [{ labels: ofMain }], '71m': [] },
  },
  {
    name: 'a site that fails once is not down',
    alert: 'WHMCSSiteDown',
    given: failing(4, 'connect'),
    at: { '12m': [], '14m': [], '15m': [] },
  },
  {
    name: 'a site that has failed from the start is down at the third failure',
    alert: 'WHMCSSiteDown',
    given: {
      [of('whmcs_up')]: held([0, 60]),
      [of('whmcs_collections_total')]: held([1, 1], [2, 2], [3, 4], [4, 50]),
      [of('whmcs_collection_interval_seconds')]: held([60, 1], [120, 2], [240, 50]),
      [of('whmcs_collection_failures_total', { reason: 'dns' })]: held([1, 1], [2, 2], [3, 4], [4, 50]),
    },
    at: { '4m': [], '6m': [{ labels: ofMain }] },
  },
  {
    name: 'stock that ages without failures is stale, until it is read again',
    alert: 'WHMCSStockStale',
    given: {
      ...goodSite(),
      [of('whmcs_collection_last_success_timestamp_seconds')]: '0+30x19 570x59 2400+30x100',
    },
    at: { '14m': [], '16m': [], '17m': [{ labels: ofMain }], '41m': [] },
  },
  {
    name: 'stock within three intervals of half an hour is not stale',
    alert: 'WHMCSStockStale',
    given: {
      ...goodSite(),
      [of('whmcs_collection_interval_seconds')]: held([1800, 200]),
      [of('whmcs_collection_last_success_timestamp_seconds')]: held([0, 200]),
    },
    at: { '60m': [], '89m': [], '93m': [{ labels: ofMain }] },
  },
  {
    name: 'credentials are rejected, until they are fixed',
    alert: 'WHMCSCredentialsRefused',
    given: refused,
    at: { '9m30s': [], '11m': [], '13m': [told], '69m': [told], '71m': [] },
  },
  {
    name: 'the address is rejected, until it is allowed',
    alert: 'WHMCSAddressRefused',
    given: failing(60, 'ip_not_allowed'),
    at: { '9m30s': [], '11m': [], '13m': [told], '71m': [] },
  },
  {
    name: 'a network failure is not rejected credentials',
    alert: 'WHMCSCredentialsRefused',
    given: failing(60, 'connect'),
    at: { '13m': [], '30m': [] },
  },
  {
    name: 'the role lacks the action that lists products',
    alert: 'WHMCSPermissionMissing',
    given: failing(60, 'permission'),
    at: { '11m': [], '13m': [told], '71m': [] },
  },
  {
    name: 'the role lacks the action that counts units in use',
    alert: 'WHMCSPermissionMissing',
    given: {
      ...goodSite(),
      [of('whmcs_api_errors_total', { action: 'GetClientsProducts', reason: 'permission' })]: held(
        [0, 10],
        [1, 5],
        [2, 5],
        [3, 200],
      ),
    },
    at: { '9m': [], '13m': [told], '90m': [] },
  },
  {
    name: 'a role without an optional action does not fire',
    alert: 'WHMCSPermissionMissing',
    given: {
      ...goodSite(),
      [of('whmcs_api_errors_total', { action: 'WhmcsDetails', reason: 'permission' })]: held(
        [0, 10],
        [5, 60],
      ),
    },
    at: { '13m': [] },
  },
  ...['rate_limited', 'blocked'].map((reason) => ({
    name: `a site rejects three requests within an hour: ${reason}`,
    alert: 'WHMCSRateLimited',
    given: {
      ...goodSite(),
      [of('whmcs_api_errors_total', { action: 'GetProducts', reason })]: held([0, 70], [2, 10], [3, 200]),
    },
    at: { '79m': [], '83m': [{ labels: { ...ofMain, reason } }], '145m': [] },
  })),
];
