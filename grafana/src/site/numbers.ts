import { COLOUR, noneIsGood, steps } from '../colours.js';
import { row } from '../grid.js';
import { alarm, number } from '../panels/number.js';
import { now } from '../query.js';
import { CHOSEN, READABLE } from './series.js';

/** The state of all sites, in numbers. */
export function numbers() {
  const unreadable = alarm(
    'Unreadable sites',
    'Sites with unknown stock: they could not be read for three intervals, or their exporter is down.',
  )
    .withTarget(now(`sum(${READABLE} == bool 0)`, 'sites'))
    .noValue('all')
    .thresholds(noneIsGood(COLOUR.unknown));

  const readable = number('Readable sites', 'Sites whose stock is up to date.')
    .withTarget(now(`sum(${READABLE})`, 'sites'))
    .noValue('none')
    .thresholds(steps(COLOUR.unknown, [1, COLOUR.good]));

  const oldest = number('Oldest stock', 'The highest age of trusted stock over all sites.')
    .withTarget(now(`max(site:whmcs_stock:trusted_age_seconds${CHOSEN})`, 'age'))
    .unit('s')
    .thresholds(steps(COLOUR.unknown, [0, COLOUR.good], [300, COLOUR.warning], [900, COLOUR.bad]));

  const failing = number(
    'Failed requests',
    'Share of API requests that failed in the last half hour, for the worst site.',
  )
    .withTarget(now(`max(instance_site:whmcs_api_errors:ratio30m${CHOSEN})`, 'part'))
    .unit('percentunit')
    .decimals(1)
    .thresholds(steps(COLOUR.unknown, [0, COLOUR.good], [0.01, COLOUR.soon], [0.2, COLOUR.bad]));

  const slow = number(
    'Slowest API',
    'The 90th percentile of the request duration in the last half hour, for the slowest site. Its shop may ' +
      'be just as slow.',
  )
    .withTarget(now(`max(instance_site:whmcs_api_request_duration_seconds:p90_30m${CHOSEN})`, 'p90'))
    .unit('s')
    .decimals(2)
    .thresholds(steps(COLOUR.unknown, [0, COLOUR.good], [2, COLOUR.soon], [5, COLOUR.bad]));

  const backedOff = number(
    'Backing off',
    'Sites that are collected less often than configured, because they fail or asked the exporter to wait.',
  )
    .withTarget(
      now(
        `sum(
          whmcs_collection_interval_seconds${CHOSEN}
            > bool on (job, instance, site) 1.2 * instance_site:whmcs_collection_interval_seconds:configured${CHOSEN}
        )`,
        'sites',
      ),
    )
    .thresholds(noneIsGood(COLOUR.warning));

  const dropped = number(
    'Dropped series',
    'Series above the series_limit of a site. The products affected have no stock metrics and no alerts.',
  )
    .withTarget(now(`sum(max by (site) (whmcs_series_dropped${CHOSEN}))`, 'series'))
    .thresholds(noneIsGood(COLOUR.bad));

  const unmatched = number(
    'Unmatched units',
    'Units in use of options or choices that the products no longer list. The stock of choices may be ' +
      'too high by that number.',
  )
    .withTarget(now(`sum(max by (site) (whmcs_unmatched_choices${CHOSEN}))`, 'units'))
    .noValue('not counted')
    .thresholds(noneIsGood(COLOUR.warning));

  return row(
    4,
    [3, unreadable],
    [3, readable],
    [3, oldest],
    [3, failing],
    [3, slow],
    [3, backedOff],
    [3, dropped],
    [3, unmatched],
  );
}
