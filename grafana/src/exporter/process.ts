import { COLOUR, steps } from '../colours.js';
import { bars, lines } from '../panels/lines.js';
import { timeline } from '../panels/timeline.js';
import { overTime } from '../query.js';
import { CHOSEN } from './series.js';

/** Limits a metric that every target has to the exporters. */
const ofExporters = (metric: string) => `${metric}${CHOSEN} and on (job, instance) whmcs_exporter_build_info`;

/** When Prometheus could scrape each exporter. */
export const scraped = () =>
  timeline('Scraped', 'Green: Prometheus could scrape the exporter. Red: it could not.')
    .withTarget(
      overTime(
        `avg_over_time(up${CHOSEN}[$__interval]) and on (job, instance) last_over_time(whmcs_exporter_build_info[1d])`,
        '{{instance}}',
      ),
    )
    .interval('2m')
    .maxDataPoints(336)
    .unit('percentunit')
    .thresholds(steps(COLOUR.bad, [0.01, COLOUR.warning], [0.999, COLOUR.good]));

/** The duration of scrapes. */
export const scrapeDuration = () =>
  lines(
    'Scrape duration',
    'As measured by Prometheus. The response is prepared in advance, so a scrape takes milliseconds.',
  )
    .withTarget(overTime(ofExporters('scrape_duration_seconds'), '{{instance}}'))
    .interval('1m')
    .unit('s')
    .min(0);

/** The number of samples per scrape. */
export const samples = () =>
  lines('Samples per scrape', 'The number grows with products, choices and combinations.')
    .withTarget(overTime(ofExporters('scrape_samples_scraped'), '{{instance}}', 'A'))
    .interval('1m')
    .min(0);

/** New series per scrape. */
export const churn = () =>
  bars(
    'New series',
    'Series that the previous scrape did not have: new products, renamed products, restarts.',
  )
    .withTarget(
      overTime(
        `sum by (instance) (sum_over_time(scrape_series_added${CHOSEN}[$__interval]) and on (job, instance) whmcs_exporter_build_info)`,
        '{{instance}}',
      ),
    )
    .interval('10m');

/** Whether the event loop keeps up. */
export const eventLoop = () =>
  lines(
    'Event loop lag',
    'The delay of the event loop (99th percentile). Above 0.1 seconds, scrapes are late.',
  )
    .withTarget(overTime(ofExporters('nodejs_eventloop_lag_p99_seconds'), '{{instance}}'))
    .interval('1m')
    .unit('s')
    .min(0);

/** Memory in use. */
export const memory = () =>
  lines('Memory', 'Resident memory of the process, and the JavaScript heap in use.')
    .withTarget(overTime(ofExporters('process_resident_memory_bytes'), '{{instance}} resident', 'A'))
    .withTarget(overTime(ofExporters('nodejs_heap_size_used_bytes'), '{{instance}} heap', 'B'))
    .interval('1m')
    .unit('bytes')
    .min(0);

/** CPU time in use. */
export const cpu = () =>
  lines('CPU', 'Cores in use. Grows with the number of products that change.')
    .withTarget(
      overTime(
        `sum by (instance) (rate(process_cpu_seconds_total${CHOSEN}[$__rate_interval]) and on (job, instance) whmcs_exporter_build_info)`,
        '{{instance}}',
      ),
    )
    .interval('1m')
    .min(0);

/** Reloads and restarts. */
export const reloads = () =>
  lines('Reloads and restarts', 'A step up marks a reload of the configuration or a restart of the process.')
    .withTarget(
      overTime(
        `sum by (instance) (changes(whmcs_exporter_config_last_reload_success_timestamp_seconds${CHOSEN}[$__rate_interval]))`,
        '{{instance}} configuration read',
        'A',
      ),
    )
    .withTarget(
      overTime(
        `sum by (instance) (changes(process_start_time_seconds${CHOSEN}[$__rate_interval]) and on (job, instance) whmcs_exporter_build_info)`,
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
