import { capacityMetrics } from './capacity-metrics.js';
import { counter, gauge, histogram } from './telemetry-table.js';

const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** The metrics of the work done for a site, in the order in which they are exposed. */
export const siteMetrics = {
  up: gauge('whmcs_up', ['site'], 'Whether the last collection from the site succeeded.'),
  info: gauge(
    'whmcs_site_info',
    ['site', 'url_host', 'source', 'version'],
    'Host of the site, source of its stock, and version of WHMCS, empty where not granted; always 1.',
  ),
  links: gauge(
    'whmcs_site_links',
    ['site', 'admin_url'],
    "Address of the site's admin area, as configured by admin_url; always 1.",
  ),
  forecast: gauge(
    'whmcs_forecast_info',
    ['site', 'history'],
    'Data behind forecasts of the site: orders of the companion, services, or movement of stock; always 1.',
  ),
  collections: counter('whmcs_collections_total', ['site'], 'Collections started.'),
  collectionFailures: counter(
    'whmcs_collection_failures_total',
    ['site', 'reason'],
    'Collections that failed, by reason.',
  ),
  collectionDuration: gauge(
    'whmcs_collection_duration_seconds',
    ['site'],
    'Duration of the last collection.',
  ),
  lastAttempt: gauge(
    'whmcs_collection_last_attempt_timestamp_seconds',
    ['site'],
    'Unix time at which the last collection ended, successful or not.',
  ),
  lastSuccess: gauge(
    'whmcs_collection_last_success_timestamp_seconds',
    ['site'],
    'Unix time at which the last successful collection began. The age of the stock counts from here.',
  ),
  interval: gauge(
    'whmcs_collection_interval_seconds',
    ['site'],
    'Current interval between collections, longer than configured while the site fails.',
  ),
  dropped: gauge(
    'whmcs_series_dropped',
    ['site'],
    'Stock series of the site that are dropped because they exceed its series_limit.',
  ),
  lossesUnconfirmed: counter(
    'whmcs_catalogue_losses_unconfirmed_total',
    ['site'],
    'Readings that lost over half of the products. These stay exposed until the next reading confirms.',
  ),
  usageCountsFailed: gauge(
    'whmcs_usage_counts_failed',
    ['site'],
    'Products whose units in use could not be counted at the last attempt.',
  ),
  slow: gauge(
    'whmcs_site_slow',
    ['site'],
    'Whether the last API call took over a second, so that calls of the site run in the slow pool.',
  ),
  unexpected: counter(
    'whmcs_unexpected_errors_total',
    ['site', 'task'],
    'Errors without a known reason, by the task that they ended. Each is a bug; the log has its stack.',
  ),
  requests: counter(
    'whmcs_api_requests_total',
    ['site', 'action'],
    'HTTP requests sent to the API, retries included.',
  ),
  errors: counter(
    'whmcs_api_errors_total',
    ['site', 'action', 'reason'],
    'HTTP requests to the API that failed, by reason.',
  ),
  retries: counter(
    'whmcs_api_retries_total',
    ['site', 'action'],
    'HTTP requests to the API that retried a failed one.',
  ),
  duration: histogram(
    'whmcs_api_request_duration_seconds',
    ['site', 'action'],
    'Time from sending an HTTP request to the API until its answer was read.',
    SECONDS,
  ),
  bytes: counter(
    'whmcs_api_response_size_bytes_total',
    ['site', 'action'],
    'Bytes of API answers received, after decompression.',
  ),
  inFlight: gauge('whmcs_api_requests_in_flight', ['site'], 'HTTP requests to the API in flight.'),
  ...capacityMetrics,
};

/** The age of each site's stock. It is rendered during the scrape. */
export const stockAge = gauge(
  'whmcs_stock_age_seconds',
  ['site'],
  'Seconds from the start of the last successful collection to the scrape. A wrong clock does not matter.',
);
