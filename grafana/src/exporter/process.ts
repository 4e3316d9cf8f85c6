import { COLOUR, steps } from '../colours.js';
import { bars, lines } from '../panels/lines.js';
import { timeline } from '../panels/timeline.js';
import { overTime } from '../query.js';
import { CHOSEN } from './series.js';

/** What all targets have, of those that are exporters. */
const ofExporters = (metric: string) => `${metric}${CHOSEN} and on (job, instance) whmcs_exporter_build_info`;

/** When each exporter could be scraped. */
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

/** How long scrapes take. */
export const scrapeDuration = () =>
  lines(
    'How long a scrape takes',
    'As Prometheus sees it. A scrape sends bytes that are ready, so it is milliseconds.',
  )
    .withTarget(overTime(ofExporters('scrape_duration_seconds'), '{{instance}}'))
    .interval('1m')
    .unit('s')
    .min(0);

/** How many samples a scrape brings. */
export const samples = () =>
  lines('Samples in a scrape', 'They grow with products, choices and combinations.')
    .withTarget(overTime(ofExporters('scrape_samples_scraped'), '{{instance}}', 'A'))
    .interval('1m')
    .min(0);

/** New series. */
export const churn = () =>
  bars('New series', 'Series that were not there in the scrape before: new products, renamed ones, restarts.')
    .withTarget(
      overTime(
        `sum by (instance) (sum_over_time(scrape_series_added${CHOSEN}[$__interval]) and on (job, instance) whmcs_exporter_build_info)`,
        '{{instance}}',
      ),
    )
    .interval('10m');

/** Whether it keeps up. */
export const eventLoop = () =>
  lines(
    'Event loop lag',
    'How late the process gets round to its work: the 99th percentile. Above a tenth of a second scrapes are late.',
  )
    .withTarget(overTime(ofExporters('nodejs_eventloop_lag_p99_seconds'), '{{instance}}'))
    .interval('1m')
    .unit('s')
    .min(0);

/** What it holds. */
export const memory = () =>
  lines('Memory', 'Resident memory of the process, and the part that JavaScript uses.')
    .withTarget(overTime(ofExporters('process_resident_memory_bytes'), '{{instance}} resident', 'A'))
    .withTarget(overTime(ofExporters('nodejs_heap_size_used_bytes'), '{{instance}} heap', 'B'))
    .interval('1m')
    .unit('bytes')
    .min(0);

/** What it costs. */
export const cpu = () =>
  lines('CPU', 'Cores in use. It goes up with the number of products that change.')
    .withTarget(
      overTime(
        `sum by (instance) (rate(process_cpu_seconds_total${CHOSEN}[$__rate_interval]) and on (job, instance) whmcs_exporter_build_info)`,
        '{{instance}}',
      ),
    )
    .interval('1m')
    .min(0);

/** Whether it reads its configuration, and restarts. */
export const reloads = () =>
  lines('Reloads and restarts', 'Steps up: the configuration was read anew, or the process started anew.')
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

/** Calls that were refused. */
export const refused = () =>
  bars(
    'Webhook calls refused',
    'By why: a wrong signature, too old, sent twice, of no site, too large, or too many.',
  )
    .withTarget(
      overTime(
        `sum by (reason) (increase(whmcs_webhook_rejected_total${CHOSEN}[$__rate_interval])) > 0`,
        '{{reason}}',
      ),
    )
    .interval('10m');
