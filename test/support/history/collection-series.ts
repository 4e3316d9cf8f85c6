import { REASONS } from '../../../src/whmcs/reasons.js';
import type { Collection, CollectionRequest, Minute } from './collections.js';
import { counted, type Grid, type Labels, type Series } from './grid.js';
import type { Shop, ShopAction } from './shop.js';

const BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

type Gauge = (name: string, value: (minute: Minute) => number | undefined, labels?: Labels) => Series;
type Counter = (
  name: string,
  growth: (collection: Collection | undefined) => number,
  labels?: Labels,
) => Series;

/** Returns the exporter's series about collecting a site and about its API. */
export function collectionSeries(
  shop: Shop,
  minutes: readonly Minute[],
  grid: Grid,
  restarts: readonly number[],
): readonly Series[] {
  const { site, host, source, version } = shop;
  const gauge: Gauge = (name, value, labels) => ({
    name: `whmcs_${name}`,
    labels: { site, ...labels },
    values: Float64Array.from(minutes, (minute) => value(minute) ?? Number.NaN),
  });
  const counter: Counter = (name, growth, labels) => ({
    name: `whmcs_${name}`,
    labels: { site, ...labels },
    values: counted(grid, (index) => growth(minutes[index]?.collection), restarts),
  });
  return [
    gauge('up', ({ up }) => up),
    gauge('site_info', () => 1, { url_host: host, source, version }),
    gauge('series_dropped', () => 0),
    gauge('collection_duration_seconds', ({ seconds }) => seconds),
    gauge('collection_interval_seconds', ({ interval }) => interval),
    gauge('collection_last_attempt_timestamp_seconds', ({ lastAttempt }) => lastAttempt),
    gauge('collection_last_success_timestamp_seconds', ({ lastSuccess }) => lastSuccess),
    counter('collections_total', (collection) => (collection ? 1 : 0)),
    ...REASONS.map((reason) =>
      counter('collection_failures_total', (collection) => (collection?.failed === reason ? 1 : 0), {
        reason,
      }),
    ),
    ...shop.actions.flatMap((one) => apiSeries(one, counter, gauge)),
  ];
}

function apiSeries({ action, bytes }: ShopAction, counter: Counter, gauge: Gauge): readonly Series[] {
  const requests = (collection: Collection | undefined) =>
    (collection?.requests ?? []).filter((request) => request.action === action);
  const count = (matches: (request: CollectionRequest) => boolean) => (collection: Collection | undefined) =>
    requests(collection).filter(matches).length;
  const seconds = (collection: Collection | undefined) =>
    requests(collection).reduce((sum, request) => sum + request.seconds, 0);
  const duration = 'api_request_duration_seconds';
  return [
    counter(
      'api_requests_total',
      count(() => true),
      { action },
    ),
    counter(
      'api_retries_total',
      count(({ retry }) => retry),
      { action },
    ),
    counter(
      'api_response_size_bytes_total',
      (collection) => bytes * count(({ error }) => !error)(collection),
      {
        action,
      },
    ),
    gauge('api_requests_in_flight', () => 0, { action }),
    ...REASONS.map((reason) =>
      counter(
        'api_errors_total',
        count(({ error }) => error === reason),
        { action, reason },
      ),
    ),
    ...BUCKETS.map((le) =>
      counter(
        `${duration}_bucket`,
        count((request) => request.seconds <= le),
        { action, le: String(le) },
      ),
    ),
    counter(
      `${duration}_bucket`,
      count(() => true),
      { action, le: '+Inf' },
    ),
    counter(
      `${duration}_count`,
      count(() => true),
      { action },
    ),
    counter(`${duration}_sum`, seconds, { action }),
  ];
}
