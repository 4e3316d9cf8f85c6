const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const siteMetrics = {
  up: {
    type: "gauge",
    name: "whmcs_up",
    help: "Whether the last collection from the site succeeded.",
    labels: ["site"]
  },
  info: {
    type: "gauge",
    name: "whmcs_site_info",
    help: "Host of the site, source of its stock, and version of WHMCS, empty where not granted; always 1.",
    labels: ["site", "url_host", "source", "version"]
  },
  collections: {
    type: "counter",
    name: "whmcs_collections_total",
    help: "Collections started.",
    labels: ["site"]
  },
  collectionFailures: {
    type: "counter",
    name: "whmcs_collection_failures_total",
    help: "Collections that failed, by reason.",
    labels: ["site", "reason"]
  },
  collectionDuration: {
    type: "gauge",
    name: "whmcs_collection_duration_seconds",
    help: "Duration of the last collection.",
    labels: ["site"]
  },
  lastAttempt: {
    type: "gauge",
    name: "whmcs_collection_last_attempt_timestamp_seconds",
    help: "Unix time at which the last collection ended, successful or not.",
    labels: ["site"]
  },
  lastSuccess: {
    type: "gauge",
    name: "whmcs_collection_last_success_timestamp_seconds",
    help: "Unix time at which the last successful collection began. The age of the stock counts from here.",
    labels: ["site"]
  },
  interval: {
    type: "gauge",
    name: "whmcs_collection_interval_seconds",
    help: "Current interval between collections, longer than configured while the site fails.",
    labels: ["site"]
  },
  dropped: {
    type: "gauge",
    name: "whmcs_series_dropped",
    help: "Stock series of the site that are withheld because they exceed its series_limit.",
    labels: ["site"]
  },
  lossesUnconfirmed: {
    type: "counter",
    name: "whmcs_catalogue_losses_unconfirmed_total",
    help: "Readings that lacked more than half of the products, which show until the next reading confirms it.",
    labels: ["site"]
  },
  usageCountsFailed: {
    type: "gauge",
    name: "whmcs_usage_counts_failed",
    help: "Products whose units in use could not be counted at the last try.",
    labels: ["site"]
  },
  slow: {
    type: "gauge",
    name: "whmcs_site_slow",
    help: "Whether the last API call took over a second, so that calls of the site run in the slow pool.",
    labels: ["site"]
  },
  unexpected: {
    type: "counter",
    name: "whmcs_unexpected_errors_total",
    help: "Errors without a known reason, by the task that they ended. Each is a bug; the log has its stack.",
    labels: ["site", "task"]
  },
  requests: {
    type: "counter",
    name: "whmcs_api_requests_total",
    help: "HTTP requests sent to the API, retries included.",
    labels: ["site", "action"]
  },
  errors: {
    type: "counter",
    name: "whmcs_api_errors_total",
    help: "HTTP requests to the API that failed, by reason.",
    labels: ["site", "action", "reason"]
  },
  retries: {
    type: "counter",
    name: "whmcs_api_retries_total",
    help: "HTTP requests to the API that retried a failed one.",
    labels: ["site", "action"]
  },
  duration: {
    type: "histogram",
    name: "whmcs_api_request_duration_seconds",
    help: "Time from sending an HTTP request to the API until its answer was read.",
    labels: ["site", "action"],
    buckets: SECONDS
  },
  bytes: {
    type: "counter",
    name: "whmcs_api_response_size_bytes_total",
    help: "Bytes of API answers received, after decompression.",
    labels: ["site", "action"]
  },
  inFlight: {
    type: "gauge",
    name: "whmcs_api_requests_in_flight",
    help: "HTTP requests to the API in flight.",
    labels: ["site"]
  }
};
export {
  siteMetrics
};
