import { onMain, type RecordCase } from './record-case.js';
import { goodSite, type Labels, type Series, TARGET } from './series.js';

const of = (name: string, labels: Labels) => onMain(name, labels, TARGET);
const PRODUCTS = { action: 'GetProducts' };
const SERVICES = { action: 'GetClientsProducts' };
const quantile = (which: string) => `instance_site:whmcs_api_request_duration_seconds:${which}_30m`;

/**
 * Returns requests of an action. After half an hour in which requests never ended, 60 of 100 take 0.1 to 1 s,
 * 35 up to 5 s, and 5 up to 10 s.
 */
const durations = (action: Labels): Series =>
  Object.fromEntries(
    Object.entries({ 0.1: 0, 1: 0.6, 5: 0.95, 10: 1, '+Inf': 1 }).map(([le, part]) => [
      of('whmcs_api_request_duration_seconds_bucket', { ...action, le }),
      le === '+Inf' ? '0+1x200' : `0x60 ${part}+${part}x200`,
    ]),
  );

/** Cases for recording rules on the API. */
export const apiRecords: readonly RecordCase[] = [
  {
    name: 'the error ratio over half an hour covers all actions and reasons except canceled',
    given: {
      ...goodSite(),
      [of('whmcs_api_requests_total', PRODUCTS)]: '0+1x60 60.75+0.75x200',
      [of('whmcs_api_requests_total', SERVICES)]: '0+0.25x200',
      [of('whmcs_api_errors_total', { ...PRODUCTS, reason: 'timeout' })]: '0+0.25x200',
      [of('whmcs_api_errors_total', { ...SERVICES, reason: 'http' })]: '0+0.125x200',
      [of('whmcs_api_errors_total', { ...PRODUCTS, reason: 'canceled' })]: '0+0.5x200',
    },
    at: {
      '30m': { 'instance_site:whmcs_api_requests:increase30m': [[75, TARGET]] },
      '60m': {
        'instance_site:whmcs_api_requests:increase30m': [[60, TARGET]],
        'instance_site:whmcs_api_errors:ratio30m': [[0.375, TARGET]],
      },
    },
  },
  {
    name: 'without requests, there is no error ratio',
    given: {
      ...goodSite(),
      [of('whmcs_api_requests_total', PRODUCTS)]: '5x200',
      [of('whmcs_api_errors_total', { ...PRODUCTS, reason: 'timeout' })]: '5x200',
    },
    at: { '60m': { 'instance_site:whmcs_api_errors:ratio30m': [] } },
  },
  {
    name: 'request duration percentiles 50, 90 and 99 cover all actions',
    given: { ...goodSite(), ...durations(PRODUCTS), ...durations(SERVICES) },
    at: {
      '60m': {
        [quantile('p50')]: [[0.1 + 0.9 * (50 / 60), TARGET]],
        [quantile('p90')]: [[1 + 4 * (30 / 35), TARGET]],
        [quantile('p99')]: [[5 + 5 * (4 / 5), TARGET]],
      },
    },
  },
  {
    name: 'without requests, there are no percentiles',
    given: {
      ...goodSite(),
      [of('whmcs_api_request_duration_seconds_bucket', { ...PRODUCTS, le: '+Inf' })]: '5x200',
    },
    at: { '60m': { [quantile('p50')]: [], [quantile('p90')]: [], [quantile('p99')]: [] } },
  },
];
