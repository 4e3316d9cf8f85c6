import { BigValueTextMode } from '@grafana/grafana-foundation-sdk/common';
import { COLOUR, fillFromOne, steps } from '../colours.js';
import { row } from '../grid.js';
import { alarm, number } from '../panels/number.js';
import { now } from '../query.js';
import { CHOSEN, ofExporters, perInstance } from './series.js';

/** The state of the exporters, in numbers. */
export function numbers() {
  const down = alarm('Down', 'Exporters that Prometheus scraped within a week and cannot scrape now.')
    .withTarget(
      now(
        `sum(${perInstance(`up${CHOSEN} == bool 0 and on (job, instance) last_over_time(whmcs_exporter_build_info[7d])`)})`,
        'exporters',
      ),
    )
    .noValue('none found')
    .thresholds(fillFromOne(COLOUR.bad));

  const up = number('Up', 'Exporters that Prometheus scrapes.')
    .withTarget(now(`count(${perInstance(`whmcs_exporter_build_info${CHOSEN}`)})`, 'exporters'))
    .noValue('none')
    .thresholds(steps(COLOUR.bad, [1, COLOUR.quiet]));

  const reload = alarm(
    'Old config',
    'Exporters whose last reload failed. They keep using the previous configuration.',
  )
    .withTarget(
      now(
        `sum(${perInstance(`whmcs_exporter_config_last_reload_successful${CHOSEN} == bool 0`)})`,
        'exporters',
      ),
    )
    .noValue('none found')
    .thresholds(fillFromOne(COLOUR.warning));

  const reloaded = number('Config loaded', 'When the last successful reload was.')
    .withTarget(
      now(
        `1000 * max(whmcs_exporter_config_last_reload_success_timestamp_seconds${CHOSEN})`,
        'configuration',
      ),
    )
    .unit('dateTimeFromNow')
    .thresholds(steps(COLOUR.quiet));

  const started = number('Started', 'When the last start of an exporter was.')
    .withTarget(now(`1000 * max(${ofExporters(`process_start_time_seconds${CHOSEN}`)})`, 'start'))
    .unit('dateTimeFromNow')
    .noValue('unknown')
    .thresholds(steps(COLOUR.quiet));

  const saved = number(
    'State saved',
    'When the persistence file was last written, by the exporter that wrote longest ago. Without the file, a ' +
      'restart forgets what is known.',
  )
    .withTarget(
      now(
        `1000 * min(${perInstance(`whmcs_exporter_persistence_last_success_timestamp_seconds${CHOSEN}`)})`,
        'state',
      ),
    )
    .unit('dateTimeFromNow')
    .noValue('no file')
    .thresholds(steps(COLOUR.quiet));

  const bugs = alarm('Bugs', 'Errors without a known reason in the selected time. The log has each of them.')
    .withTarget(now(`round(sum(increase(whmcs_unexpected_errors_total${CHOSEN}[$__range])))`, 'errors'))
    .thresholds(fillFromOne(COLOUR.warning));

  const version = number('Version', 'Versions of the exporter and of Node.js in use.')
    .withTarget(
      now(
        `count by (version, node_version) (max by (instance, version, node_version) (whmcs_exporter_build_info${CHOSEN}))`,
        '{{version}} · Node {{node_version}}',
      ),
    )
    .textMode(BigValueTextMode.Name)
    .thresholds(steps(COLOUR.quiet));

  return row(
    4,
    [3, down],
    [3, up],
    [3, reload],
    [3, reloaded],
    [3, started],
    [3, saved],
    [3, bugs],
    [3, version],
  );
}
