import { type AlertCase, goodSite, held, series, TARGET } from './series.js';

const labels = { ...TARGET, site: 'main' };
const ofMain = { job: 'stock', site: 'main' };
const of = (name: string, more = {}) => series(name, { ...labels, ...more });
const ACTION = { action: 'GetProducts' };
const told = { labels };

/** A request a minute: fast for an hour, then so many of ten within 5 s and the others within 10 s, then fast again. */
const slow = (fast: number) => ({
  ...goodSite(),
  [of('whmcs_api_requests_total', ACTION)]: '0+1x400',
  [of('whmcs_api_request_duration_seconds_bucket', {
    ...ACTION,
    le: '5',
  })]: `0+1x119 ${119}+${fast / 10}x119 ${119 + fast * 12}+1x200`,
  [of('whmcs_api_request_duration_seconds_bucket', { ...ACTION, le: '10' })]: '0+1x119 119+1x119 239+1x200',
  [of('whmcs_api_request_duration_seconds_bucket', { ...ACTION, le: '+Inf' })]: '0+1x119 119+1x119 239+1x200',
});

/** Two requests a minute, of which this part fails for an hour. */
const failingPart = (part: number) => ({
  ...goodSite(),
  [of('whmcs_api_requests_total', ACTION)]: '0+1x400',
  [of('whmcs_api_errors_total', { ...ACTION, reason: 'timeout' })]: `0x119 0+${part}x119 ${part * 119}x200`,
});

/** Each alert on how a site's API answers, and what of its stock is withheld or in doubt. */
export const apiCases: readonly AlertCase[] = [
  {
    name: 'more than one in ten requests takes longer than 5 s',
    alert: 'WHMCSApiSlow',
    given: slow(8),
    at: { '59m': [], '100m': [told], '170m': [] },
  },
  {
    name: 'requests were slow for ten minutes, not less',
    alert: 'WHMCSApiSlow',
    given: slow(8),
    at: { '84m': [], '86m': [told] },
  },
  {
    name: 'one in twenty requests takes longer than 5 s',
    alert: 'WHMCSApiSlow',
    given: slow(9.5),
    at: { '59m': [], '100m': [], '170m': [] },
  },
  {
    name: 'a quarter of the requests fails',
    alert: 'WHMCSApiErrorRatioHigh',
    given: failingPart(0.25),
    at: { '59m': [], '94m': [], '96m': [told], '101m': [told], '160m': [] },
  },
  {
    name: 'a fifth of the requests fails',
    alert: 'WHMCSApiErrorRatioHigh',
    given: failingPart(0.19),
    at: { '100m': [] },
  },
  {
    name: 'one failed collection of a site that is read every ten minutes',
    alert: 'WHMCSApiErrorRatioHigh',
    given: {
      ...goodSite(),
      [of('whmcs_api_requests_total', ACTION)]: '0+0.05x119 8+0.05x200',
      [of('whmcs_api_errors_total', { ...ACTION, reason: 'timeout' })]: held([0, 60], [3, 60]),
    },
    at: { '70m': [], '85m': [] },
  },
  {
    name: 'collections take longer than their interval',
    alert: 'WHMCSCollectionsOverrun',
    given: {
      ...goodSite(),
      [of('whmcs_collection_duration_seconds')]: held([60, 20], [61, 20], [50, 20]),
    },
    at: { '19m': [], '34m': [], '36m': [told], '41m': [] },
  },
  {
    name: 'services hold choices that are gone',
    alert: 'WHMCSUnmatchedChoices',
    given: { ...goodSite(), [of('whmcs_unmatched_choices')]: held([0, 20], [3, 20], [0, 20]) },
    at: { '19m': [], '34m': [], '36m': [{ labels: ofMain }], '41m': [] },
  },
  {
    name: 'series are withheld',
    alert: 'WHMCSSeriesDropped',
    given: { ...goodSite(), [of('whmcs_series_dropped')]: held([0, 20], [120, 20], [0, 20]) },
    at: { '19m': [], '24m': [], '26m': [{ labels: ofMain }], '41m': [] },
  },
];
