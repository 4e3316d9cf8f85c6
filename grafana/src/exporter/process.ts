import { COLOUR, SHARES } from '../colours.js';
import { bars, lines } from '../panels/lines.js';
import { timeline } from '../panels/timeline.js';
import { overTime } from '../query.js';
import { CHOSEN, ofExporters, perInstance } from './series.js';

/** When Prometheus could scrape each exporter. */
export const scraped = () =>
  timeline(
    'Scraped',
    'Blue: Prometheus could scrape the exporter. Red: it could not. Yellow: it could for part of the time.',
  )
    .withTarget(
      overTime(
        perInstance(
          `avg_over_time(up${CHOSEN}[$__interval]) and on (job, instance) last_over_time(whmcs_exporter_build_info[1d])`,
        ),
        '{{instance}}',
      ),
    )
    .interval('2m')
    .maxDataPoints(336)
    .unit('percentunit')
    .thresholds(SHARES(COLOUR.bad));

/** The duration of scrapes. */
export const scrapeDuration = () =>
  lines(
    'Scrape duration',
    'As measured by Prometheus. The response is prepared in advance, so a scrape takes milliseconds.',
  )
    .withTarget(overTime(ofExporters(`scrape_duration_seconds${CHOSEN}`), '{{instance}}'))
    .interval('1m')
    .unit('s')
    .min(0);

/** The number of samples per scrape. */
export const samples = () =>
  lines('Samples per scrape', 'The number grows with products, choices and combinations.')
    .withTarget(overTime(ofExporters(`scrape_samples_scraped${CHOSEN}`), '{{instance}}', 'A'))
    .interval('1m')
    .min(0);

/** New series per scrape. */
export const churn = () =>
  bars(
    'New series',
    'Series that the previous scrape did not have: new products, renamed products, restarts.',
  )
    .withTarget(
      overTime(ofExporters(`sum_over_time(scrape_series_added${CHOSEN}[$__interval])`), '{{instance}}'),
    )
    .interval('10m');

/** Whether the event loop keeps up. */
export const eventLoop = () =>
  lines(
    'Event loop lag',
    'The delay of the event loop (99th percentile). Above 0.1 seconds, scrapes are late.',
  )
    .withTarget(overTime(ofExporters(`nodejs_eventloop_lag_p99_seconds${CHOSEN}`), '{{instance}}'))
    .interval('1m')
    .unit('s')
    .min(0);

/** Memory in use. */
export const memory = () =>
  lines('Memory', 'Resident memory of the process, and the JavaScript heap in use.')
    .withTarget(overTime(ofExporters(`process_resident_memory_bytes${CHOSEN}`), '{{instance}} resident', 'A'))
    .withTarget(overTime(ofExporters(`nodejs_heap_size_used_bytes${CHOSEN}`), '{{instance}} heap', 'B'))
    .interval('1m')
    .unit('bytes')
    .min(0);

/** CPU time in use. */
export const cpu = () =>
  lines('CPU', 'CPU time in use, as a share of one core. Grows with the number of products that change.')
    .withTarget(
      overTime(ofExporters(`rate(process_cpu_seconds_total${CHOSEN}[$__rate_interval])`), '{{instance}}'),
    )
    .interval('1m')
    .unit('percentunit')
    .min(0);

/** Reloads and restarts. */
export const reloads = () =>
  lines('Reloads and restarts', 'A step up marks a reload of the configuration or a restart of the process.')
    .withTarget(
      overTime(
        perInstance(
          `changes(whmcs_exporter_config_last_reload_success_timestamp_seconds${CHOSEN}[$__rate_interval])`,
        ),
        '{{instance}} configuration loaded',
        'A',
      ),
    )
    .withTarget(
      overTime(
        ofExporters(`changes(process_start_time_seconds${CHOSEN}[$__rate_interval])`),
        '{{instance}} started',
        'B',
      ),
    )
    .interval('10m')
    .min(0)
    .axisSoftMax(2);

/** Rejected webhook calls. */
export const refused = () =>
  bars(
    'Rejected webhook calls',
    'By reason: wrong signature, too old, sent twice, unknown site, malformed, too large, or too many.',
  )
    .withTarget(
      overTime(
        `sum by (reason) (increase(whmcs_webhook_rejected_total${CHOSEN}[$__rate_interval])) > 0`,
        '{{reason}}',
      ),
    )
    .interval('10m');

const callsPerInstance = (metric: string) =>
  `sum by (instance) (max by (instance, pool) (${metric}${CHOSEN}))`;

/** Calls of all sites, and how many wait for their turn. */
export const calls = () =>
  lines(
    'API calls',
    'API calls of all sites that run, and that wait for their turn. If calls keep waiting, ' +
      'raise collector.concurrency.',
  )
    .withTarget(overTime(callsPerInstance('whmcs_collector_calls'), '{{instance}} run', 'A'))
    .withTarget(overTime(callsPerInstance('whmcs_collector_calls_waiting'), '{{instance}} wait', 'B'))
    .interval('1m')
    .min(0);

/** Failed writes of the persistence file. */
export const unsaved = () =>
  bars('Failed writes of the state', 'Attempts to lock, read or write the persistence file that failed.')
    .withTarget(
      overTime(
        perInstance(`increase(whmcs_exporter_persistence_failures_total${CHOSEN}[$__rate_interval])`),
        '{{instance}}',
      ),
    )
    .interval('10m');
