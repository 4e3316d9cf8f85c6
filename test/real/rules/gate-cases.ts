import {
  type AlertCase,
  goodSite,
  held,
  INFO,
  type Labels,
  ofProduct,
  type Series,
  series,
  TARGET,
} from './series.js';
import { failing } from './site-cases.js';
import { THINGS } from './things.js';

const labels = { ...TARGET, site: 'main' };
const ofMain = { job: 'stock', site: 'main' };
const of = (name: string, more: Labels = {}) => series(name, { ...labels, ...more });
const ACTION = { action: 'GetProducts' };
const hidden = ofProduct('whmcs_product_info', { ...INFO, visibility: 'hidden' });

/** An alert ends when the stock of an unreadable site is no longer trusted. */
const untrusted = (alert: string, given: Series, told: Labels): AlertCase => ({
  name: 'silent for a site that cannot be read',
  alert,
  given: { ...failing(60, 'connect'), ...given },
  at: { '9m': [], '17m': [{ labels: told }], '20m': [], '45m': [] },
});

const ofSites: readonly AlertCase[] = [
  untrusted(
    'WHMCSConfiguredProductMissing',
    { [of('whmcs_configured_product_missing', { product_id: '99' })]: held([1, 100]) },
    { ...ofMain, product_id: '99' },
  ),
  untrusted(
    'WHMCSCollectionsOverrun',
    { [of('whmcs_collection_duration_seconds')]: held([300, 100]) },
    ofMain,
  ),
  untrusted(
    'WHMCSApiErrorRatioHigh',
    {
      [of('whmcs_api_requests_total', ACTION)]: '0+1x400',
      [of('whmcs_api_errors_total', { ...ACTION, reason: 'timeout' })]: '0+0.5x400',
    },
    ofMain,
  ),
  untrusted(
    'WHMCSApiSlow',
    {
      [of('whmcs_api_requests_total', ACTION)]: '0+1x400',
      ...Object.fromEntries(
        Object.entries({ 5: 0.8, 10: 1, '+Inf': 1 }).map(([le, part]) => [
          of('whmcs_api_request_duration_seconds_bucket', { ...ACTION, le }),
          `0+${part}x400`,
        ]),
      ),
    },
    ofMain,
  ),
  {
    name: 'a site stays down while its exporter restarts',
    alert: 'WHMCSSiteDown',
    given: { ...failing(60, 'connect'), [of('whmcs_up')]: held([1, 10], [0, 20], [undefined, 5], [0, 35]) },
    at: { '15m': [], '29m': [{ labels: ofMain }], '34m': [{ labels: ofMain }], '36m': [{ labels: ofMain }] },
  },
  {
    name: 'a site is not down if one exporter fails and another does not',
    alert: 'WHMCSSiteDown',
    given: {
      ...failing(60, 'connect'),
      ...goodSite('main', { ...TARGET, instance: 'second:10052' }),
      [of('whmcs_collection_last_success_timestamp_seconds', { instance: 'second:10052' })]: '0x200',
    },
    at: { '30m': [], '60m': [] },
  },
  {
    name: 'two slow requests do not make a slow site',
    alert: 'WHMCSApiSlow',
    given: {
      ...goodSite(),
      [of('whmcs_api_requests_total', ACTION)]: '0+0.025x400',
      ...Object.fromEntries(
        Object.entries({ 5: 0, 10: 0.025, '+Inf': 0.025 }).map(([le, part]) => [
          of('whmcs_api_request_duration_seconds_bucket', { ...ACTION, le }),
          `0+${part}x400`,
        ]),
      ),
    },
    at: { '45m': [] },
  },
  {
    name: 'five units of choices that no longer exist fire',
    alert: 'WHMCSUnmatchedChoices',
    given: { ...goodSite(), [of('whmcs_unmatched_choices')]: held([5, 20]) },
    at: { '14m30s': [], '15m': [{ labels: ofMain }] },
  },
  {
    name: 'one dropped series fires',
    alert: 'WHMCSSeriesDropped',
    given: { ...goodSite(), [of('whmcs_series_dropped')]: held([1, 20]) },
    at: { '4m30s': [], '5m': [{ labels: ofMain }] },
  },
];

const ofThings = THINGS.flatMap(({ word, stock, labels }): AlertCase[] => [
  {
    name: `${word}: what customers cannot see is not sold out`,
    alert: `WHMCS${word}OutOfStock`,
    given: { ...goodSite(), [hidden]: held([1, 90]), [ofProduct(stock, labels)]: held([0, 30], [-2, 30]) },
    at: { '20m': [], '50m': [] },
  },
  {
    name: `${word}: what customers cannot see is not low`,
    alert: `WHMCS${word}StockLow`,
    given: {
      ...goodSite(),
      [hidden]: held([1, 90]),
      [ofProduct(stock, labels)]: held([0, 90]),
      [ofProduct(`${stock}_threshold`, { ...labels, severity: 'warning' })]: held([5, 90]),
    },
    at: { '20m': [], '50m': [] },
  },
  {
    name: `${word}: what customers cannot see can be oversold`,
    alert: `WHMCS${word}Oversold`,
    given: {
      ...goodSite(),
      [hidden]: held([1, 90]),
      [ofProduct(stock, labels)]: held([0, 30], [-1, 30], [0, 10]),
    },
    at: { '31m30s': [], '32m': [{ labels: { ...ofMain, ...labels } }], '61m': [] },
  },
]);

/** Cases in which an alert must stay silent: unknown stock, and products that are not for sale. */
export const gateCases = [...ofSites, ...ofThings];
