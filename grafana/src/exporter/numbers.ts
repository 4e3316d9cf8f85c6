import { BigValueTextMode } from '@grafana/grafana-foundation-sdk/common';
import { COLOUR, noneIsGood, steps } from '../colours.js';
import { row } from '../grid.js';
import { alarm, number } from '../panels/number.js';
import { now } from '../query.js';
import { CHOSEN } from './series.js';

/** How the exporters stand. */
export function numbers() {
  const down = alarm(
    'Down',
    'Exporters that Prometheus cannot scrape, of those that it scraped within a week.',
  )
    .withTarget(
      now(
        `sum(up${CHOSEN} == bool 0 and on (job, instance) last_over_time(whmcs_exporter_build_info[7d]))`,
        'exporters',
      ),
    )
    .noValue('none found')
    .thresholds(noneIsGood(COLOUR.bad));

  const up = number('Up', 'Exporters that Prometheus scrapes.')
    .withTarget(now(`count(whmcs_exporter_build_info${CHOSEN})`, 'exporters'))
    .noValue('none')
    .thresholds(steps(COLOUR.bad, [1, COLOUR.good]));

  const reload = alarm(
    'Old config',
    'Exporters that could not read their configuration the last time they were told to, and go on with the one before.',
  )
    .withTarget(now(`sum(whmcs_exporter_config_last_reload_successful${CHOSEN} == bool 0)`, 'exporters'))
    .noValue('none found')
    .thresholds(noneIsGood(COLOUR.warning));

  const reloaded = number('Config read', 'When the newest configuration was read.')
    .withTarget(
      now(
        `1000 * max(whmcs_exporter_config_last_reload_success_timestamp_seconds${CHOSEN})`,
        'configuration',
      ),
    )
    .unit('dateTimeFromNow')
    .thresholds(steps(COLOUR.neutral));

  const started = number('Started', 'When the exporter that started last did so.')
    .withTarget(
      now(
        `1000 * max(process_start_time_seconds${CHOSEN} and on (job, instance) whmcs_exporter_build_info)`,
        'start',
      ),
    )
    .unit('dateTimeFromNow')
    .noValue('not told')
    .thresholds(steps(COLOUR.neutral));

  const series = number('Series', 'Samples that one scrape brings, of all exporters together.')
    .withTarget(
      now(`sum(scrape_samples_scraped${CHOSEN} and on (job, instance) whmcs_exporter_build_info)`, 'samples'),
    )
    .thresholds(steps(COLOUR.neutral));

  const refused = number('Calls refused', 'Calls to the webhook that were refused in the time shown.')
    .withTarget(now(`round(sum(increase(whmcs_webhook_rejected_total${CHOSEN}[$__range])))`, 'calls'))
    .thresholds(noneIsGood(COLOUR.warning));

  const version = number('Version', 'Versions of the exporter, and of Node.js, that run now.')
    .withTarget(
      now(
        `count by (version, node_version) (whmcs_exporter_build_info${CHOSEN})`,
        '{{version}} · Node {{node_version}}',
      ),
    )
    .textMode(BigValueTextMode.Name)
    .thresholds(steps(COLOUR.neutral));

  return row(
    4,
    [3, down],
    [3, up],
    [3, reload],
    [3, reloaded],
    [3, started],
    [3, series],
    [3, refused],
    [3, version],
  );
}
