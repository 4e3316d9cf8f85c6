import { COLOUR, noneIsGood, steps } from '../colours.js';
import { row } from '../grid.js';
import { alarm, number } from '../panels/number.js';
import { now } from '../query.js';
import { CHOSEN, READABLE } from './series.js';

/** How the sites stand together. */
export function numbers() {
  const unreadable = alarm(
    'Cannot be read',
    'Sites whose stock nobody can tell: not read for three intervals, or their exporter is down.',
  )
    .withTarget(now(`sum(${READABLE} == bool 0)`, 'sites'))
    .noValue('all')
    .thresholds(noneIsGood(COLOUR.unknown));

  const readable = number('Can be read', 'Sites whose stock is fresh enough to be trusted.')
    .withTarget(now(`sum(${READABLE})`, 'sites'))
    .noValue('none')
    .thresholds(steps(COLOUR.unknown, [1, COLOUR.good]));

  const oldest = number(
    'Oldest stock',
    'Age of the stock of the site that was read the longest ago, of those that can be trusted.',
  )
    .withTarget(now(`max(site:whmcs_stock:trusted_age_seconds${CHOSEN})`, 'age'))
    .unit('s')
    .thresholds(steps(COLOUR.unknown, [0, COLOUR.good], [300, COLOUR.warning], [900, COLOUR.bad]));

  const failing = number(
    'Requests that fail',
    'Part of the requests to the API that failed in the last half hour, of the site where it is the most.',
  )
    .withTarget(now(`max(instance_site:whmcs_api_errors:ratio30m${CHOSEN})`, 'part'))
    .unit('percentunit')
    .decimals(1)
    .thresholds(steps(COLOUR.unknown, [0, COLOUR.good], [0.01, COLOUR.soon], [0.2, COLOUR.bad]));

  const slow = number(
    'Slowest API',
    'What nine in ten requests stay under, in the last half hour, of the slowest site. Its shop may be as slow.',
  )
    .withTarget(now(`max(instance_site:whmcs_api_request_duration_seconds:p90_30m${CHOSEN})`, 'p90'))
    .unit('s')
    .decimals(2)
    .thresholds(steps(COLOUR.unknown, [0, COLOUR.good], [2, COLOUR.soon], [5, COLOUR.bad]));

  const backedOff = number(
    'Backed off',
    'Sites that are asked more rarely than configured, because they fail or said to wait.',
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
    'Series withheld',
    'Series beyond the series_limit of a site: products that nobody sees and nothing watches.',
  )
    .withTarget(now(`sum(max by (site) (whmcs_series_dropped${CHOSEN}))`, 'series'))
    .thresholds(noneIsGood(COLOUR.bad));

  const unmatched = number(
    'Unmatched units',
    'Units that services hold of options or choices that the products no longer have. Stock of choices may be counted too high by these.',
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
