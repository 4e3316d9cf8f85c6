import { counted } from './grid.js';

const BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
export const REASONS = [
  'auth',
  'ip_not_allowed',
  'permission',
  'unknown_action',
  'rate_limited',
  'blocked',
  'timeout',
  'dns',
  'connect',
  'tls',
  'http',
  'too_large',
  'invalid_response',
  'api_error',
  'canceled',
];

/** What the exporter tells of how it collects a site and of its API. */
export function collectionSeries(shop, minutes, grid, restarts) {
  const { site, host, source, version } = shop;
  const gauge = (name, value, labels) => ({
    name: `whmcs_${name}`,
    labels: { site, ...labels },
    values: grid.values((index) => value(minutes[index])),
  });
  const counter = (name, growth, labels) => ({
    name: `whmcs_${name}`,
    labels: { site, ...labels },
    values: counted(grid, (index) => growth(minutes[index].collection), restarts),
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

function apiSeries({ action, bytes }, counter, gauge) {
  const requests = (collection) =>
    (collection?.requests ?? []).filter((request) => request.action === action);
  const count = (matches) => (collection) => requests(collection).filter(matches).length;
  const seconds = (collection) => requests(collection).reduce((sum, request) => sum + request.seconds, 0);
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
