import { counter, gauge } from './telemetry-table.js';

/** The metrics of the exporter as a whole that are rendered when they change. */
export const exporterMetrics = {
  build: gauge(
    'whmcs_exporter_build_info',
    ['version', 'revision', 'node_version'],
    'Version, revision and Node.js version of this exporter; always 1.',
  ),
  reloaded: gauge(
    'whmcs_exporter_config_last_reload_successful',
    [],
    'Whether the last load of the configuration succeeded.',
  ),
  reloadedAt: gauge(
    'whmcs_exporter_config_last_reload_success_timestamp_seconds',
    [],
    'Unix time of the last successful load of the configuration.',
  ),
  webhookEvents: counter(
    'whmcs_webhook_events_total',
    ['site', 'event'],
    'Webhook calls accepted, by event of WHMCS.',
  ),
  webhookRejected: counter('whmcs_webhook_rejected_total', ['reason'], 'Webhook calls refused, by reason.'),
};

/** The metrics of the exporter that are rendered at each scrape. */
export const liveMetrics = {
  time: gauge(
    'whmcs_exporter_time_seconds',
    [],
    "Unix time by the exporter's clock, at the scrape. Other timestamps of the exporter use this clock.",
  ),
  calls: gauge('whmcs_collector_calls', ['pool'], 'API calls of all sites that run now, by pool.'),
  callsWaiting: gauge(
    'whmcs_collector_calls_waiting',
    ['pool'],
    'API calls of all sites that wait for a place in a pool.',
  ),
  callsLimit: gauge(
    'whmcs_collector_calls_limit',
    ['pool'],
    'API calls of all sites that may run in a pool at once.',
  ),
};

/** The metrics of `--web.config.file`, which are exposed if there is one. */
export const webConfigMetrics = {
  reloaded: gauge(
    'whmcs_exporter_web_config_last_reload_successful',
    [],
    'Whether the last load of the web configuration succeeded.',
  ),
  reloadedAt: gauge(
    'whmcs_exporter_web_config_last_reload_success_timestamp_seconds',
    [],
    'Unix time of the last successful load of the web configuration.',
  ),
};

/** The metrics of an exporter that collects one of several shares of the sites. */
export const shardMetrics = {
  shard: gauge(
    'whmcs_exporter_shard_info',
    ['shard', 'shards'],
    'The share of the sites that this exporter collects, from 0, and the number of shares; always 1.',
  ),
};
