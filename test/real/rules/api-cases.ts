import { type AlertCase, goodSite, held, series, TARGET } from './series.js';

const labels = { ...TARGET, site: 'main' };
const ofMain = { job: 'stock', site: 'main' };
const of = (name: string, more = {}) => series(name, { ...labels, ...more });
const ACTION = { action: 'GetProducts' };
const told = { labels: ofMain };

/** One request a minute: fast for an hour, then so many of ten under 5 s, the rest under 10 s, then fast. */
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

/** Two requests a minute, of which this share fails for an hour. */
const failingPart = (part: number) => ({
  ...goodSite(),
  [of('whmcs_api_requests_total', ACTION)]: '0+1x400',
  [of('whmcs_api_errors_total', { ...ACTION, reason: 'timeout' })]: `0x119 0+${part}x119 ${part * 119}x200`,
});

/** Cases for alerts on a site's API, and on stock that is dropped or doubtful. */
export const apiCases: readonly AlertCase[] = [
  {
    name: 'more than 10% of requests take longer than 5 s',
    alert: 'WHMCSApiSlow',
    given: slow(8),
    at: { '59m': [], '100m': [told], '170m': [] },
  },
  {
    name: 'requests are slow for ten minutes, not less',
    alert: 'WHMCSApiSlow',
    given: slow(8),
    at: { '84m': [], '86m': [told] },
  },
  {
    name: '5% of requests take longer than 5 s',
    alert: 'WHMCSApiSlow',
    given: slow(9.5),
    at: { '59m': [], '100m': [], '170m': [] },
  },
  {
    name: '25% of requests fail',
    alert: 'WHMCSApiErrorRatioHigh',
    given: failingPart(0.25),
    at: { '59m': [], '94m': [], '96m': [told], '101m': [told], '160m': [] },
  },
  {
    name: '20% of requests fail',
    alert: 'WHMCSApiErrorRatioHigh',
    given: failingPart(0.19),
    at: { '100m': [] },
  },
  {
    name: 'one failed collection at an interval of ten minutes',
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
    at: { '19m': [], '34m': [], '36m': [{ labels: ofMain }], '41m': [] },
  },
  {
    name: 'services use choices that no longer exist',
    alert: 'WHMCSUnmatchedChoices',
    given: { ...goodSite(), [of('whmcs_unmatched_choices')]: held([0, 20], [5, 20], [0, 20]) },
    at: { '19m': [], '34m': [], '36m': [{ labels: ofMain }], '41m': [] },
  },
  {
    name: 'series are dropped',
    alert: 'WHMCSSeriesDropped',
    given: { ...goodSite(), [of('whmcs_series_dropped')]: held([0, 20], [120, 20], [0, 20]) },
    at: { '19m': [], '24m': [], '26m': [{ labels: ofMain }], '41m': [] },
  },
];
