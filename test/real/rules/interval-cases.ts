import { ofSite } from './fault-case.js';
import { goodSite, type Labels, type Series } from './series.js';

/** Intervals of sites, by name, in seconds. */
const INTERVALS = {
  '5s': 5,
  '1m': 60,
  '90s': 90,
  '2m': 120,
  '3m': 180,
  '5m': 300,
  '6m': 360,
  '10m': 600,
  '15m': 900,
  '30m': 1800,
  '1h': 3600,
} as const;

type IntervalName = keyof typeof INTERVALS;

export const EVERY_INTERVAL = Object.keys(INTERVALS) as readonly IntervalName[]; // as it is declared

/** Seconds between samples, and evaluations. */
export const SAMPLE = 240;
const HOURS = 20;
const SAMPLES = (HOURS * 3600) / SAMPLE;

/** The requests of a collection. */
type Requests = { readonly sent: number; readonly slow: number; readonly failed: number };

/** Returns what the requests of a collection come to; `hour` is when it begins, `count` its number. */
type Collect = (hour: number, count: number) => Partial<Requests>;

/** Returns a counter that each collection adds to. */
function counter(interval: number, added: (hour: number, count: number) => number): string {
  const values: number[] = [];
  let [count, total] = [0, 0];
  for (let time = 0; time <= HOURS * 3600; time += SAMPLE) {
    for (; count * interval <= time; count += 1) total += added((count * interval) / 3600, count);
    values.push(total);
  }
  return values.join(' ');
}

function siteOf(site: IntervalName, collect: Collect): Series {
  const interval = INTERVALS[site];
  const of = (name: string, more: Labels = {}) => ofSite(name, { site, ...more });
  const grown = (part: (one: Requests) => number) =>
    counter(interval, (hour, count) => part({ sent: 1, slow: 0, failed: 0, ...collect(hour, count) }));
  const ofList = (name: string, more: Labels = {}) => of(name, { action: 'GetProducts', ...more });
  const isShort = interval < 300; // versions of Prometheus write the bucket in either way
  const fast = grown(({ sent, slow }) => sent - slow);
  return {
    ...Object.fromEntries(Object.keys(goodSite(site)).map((name) => [name, `1x${SAMPLES}`])),
    [of('whmcs_stock_age_seconds')]: `0x${SAMPLES}`,
    [of('whmcs_collection_interval_seconds')]: `${interval}x${SAMPLES}`,
    [ofList('whmcs_api_requests_total')]: grown(({ sent }) => sent),
    [ofList('whmcs_api_errors_total', { reason: 'timeout' })]: grown(({ failed }) => failed),
    [ofList('whmcs_api_request_duration_seconds_bucket', { le: '2.5' })]: fast,
    [ofList('whmcs_api_request_duration_seconds_bucket', { le: isShort ? '5' : '5.0' })]: fast,
    [ofList('whmcs_api_request_duration_seconds_bucket', { le: '10' })]: grown(({ sent }) => sent),
    [ofList('whmcs_api_request_duration_seconds_bucket', { le: '+Inf' })]: grown(({ sent }) => sent),
  };
}

/** Returns a site for each interval, at which the same happens to the requests. */
export const atEveryInterval = (collect: Collect): Series =>
  Object.assign({}, ...EVERY_INTERVAL.map((site) => siteOf(site, collect)));
