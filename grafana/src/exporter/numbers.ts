import { BigValueTextMode } from '@grafana/grafana-foundation-sdk/common';
import { COLOUR, noneIsGood, steps } from '../colours.js';
import { row } from '../grid.js';
import { alarm, number } from '../panels/number.js';
import { now } from '../query.js';
import { CHOSEN } from './series.js';

/** The state of the exporters, in numbers. */
export function numbers() {
  const down = alarm('Down', 'Exporters that Prometheus scraped within a week and cannot scrape now.')
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
    'Exporters whose last reload failed. They keep using the previous configuration.',
  )
    .withTarget(now(`sum(whmcs_exporter_config_last_reload_successful${CHOSEN} == bool 0)`, 'exporters'))
    .noValue('none found')
    .thresholds(noneIsGood(COLOUR.warning));

  const reloaded = number('Config loaded', 'When the last successful reload was.')
    .withTarget(
      now(
        `1000 * max(whmcs_exporter_config_last_reload_success_timestamp_seconds${CHOSEN})`,
        'configuration',
      ),
    )
    .unit('dateTimeFromNow')
    .thresholds(steps(COLOUR.neutral));

  const started = number('Started', 'When the last start of an exporter was.')
    .withTarget(
      now(
        `1000 * max(process_start_time_seconds${CHOSEN} and on (job, instance) whmcs_exporter_build_info)`,
        'start',
      ),
    )
    .unit('dateTimeFromNow')
    .noValue('unknown')
    .thresholds(steps(COLOUR.neutral));

  const series = number('Series', 'Samples per scrape, over all exporters.')
    .withTarget(
      now(`sum(scrape_samples_scraped${CHOSEN} and on (job, instance) whmcs_exporter_build_info)`, 'samples'),
    )
    .thresholds(steps(COLOUR.neutral));

  const refused = number('Calls rejected', 'Webhook calls that were rejected in the selected time.')
    .withTarget(now(`round(sum(increase(whmcs_webhook_rejected_total${CHOSEN}[$__range])))`, 'calls'))
    .thresholds(noneIsGood(COLOUR.warning));

  const version = number('Version', 'Versions of the exporter and of Node.js in use.')
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
