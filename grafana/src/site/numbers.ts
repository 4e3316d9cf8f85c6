import { COLOUR, fillFromOne, steps } from '../colours.js';
import { row } from '../grid.js';
import { alarm, number } from '../panels/number.js';
import { now } from '../query.js';
import { CHOSEN, ofSite, READABLE } from './series.js';

/** The state of all sites, in numbers. Only what needs a person is filled. */
export function numbers() {
  const count = (title: string, description: string, expression: string, colour: string, noValue?: string) =>
    alarm(title, description)
      .withTarget(now(expression, title.toLowerCase()))
      .thresholds(fillFromOne(colour, noValue));

  const unreadable = count(
    'Unreadable sites',
    'Sites with unknown stock: they could not be read for three intervals, or their exporter is down.',
    `sum(${READABLE} == bool 0)`,
    COLOUR.unknown,
  ).noValue('all');

  const trouble = count(
    'Sources in trouble',
    'Sites whose source of stock worked before and fails now. A lesser source replaces it, which knows ' +
      'less. The table says which, and why.',
    `count(${ofSite('whmcs_source_in_trouble')}) or 0 * count(${READABLE})`,
    COLOUR.warning,
  );

  const withheld = count(
    'Withheld',
    'Choices and combinations without a number of units left, because units in use match no choice.',
    `sum(${ofSite('whmcs_usage_withheld')})`,
    COLOUR.unknown,
    COLOUR.none,
  ).noValue('no limits');

  const uncounted = count(
    'Not counted',
    'Products whose units in use could not be counted at the last try. Their choices keep the last count ' +
      'until it is too old.',
    `sum(${ofSite('whmcs_usage_counts_failed')})`,
    COLOUR.warning,
  );

  const backedOff = count(
    'Backing off',
    'Sites that are collected less often than configured, because they fail or asked the exporter to wait.',
    `sum(
      ${ofSite('whmcs_collection_interval_seconds')}
        > bool 1.2 * ${ofSite('instance_site:whmcs_collection_interval_seconds:configured')}
    )`,
    COLOUR.warning,
  );

  const dropped = count(
    'Dropped series',
    'Series above the series_limit of a site. The products affected have no stock metrics and no alerts.',
    `sum(${ofSite('whmcs_series_dropped')})`,
    COLOUR.bad,
  );

  const unmatched = count(
    'Unmatched units',
    'Units in use of options or choices that the products no longer list. The stock of choices may be ' +
      'too high by that number.',
    `sum(${ofSite('whmcs_unmatched_choices')})`,
    COLOUR.warning,
    COLOUR.none,
  ).noValue('not counted');

  const failing = number(
    'Failed requests',
    'Share of API requests that failed in the last half hour, for the worst site.',
  )
    .withTarget(now(`max(instance_site:whmcs_api_errors:ratio30m${CHOSEN})`, 'part'))
    .unit('percentunit')
    .decimals(1)
    .thresholds(steps(COLOUR.unknown, [0, COLOUR.quiet], [0.01, COLOUR.warning], [0.2, COLOUR.bad]));

  return row(
    4,
    [3, unreadable],
    [3, trouble],
    [3, withheld],
    [3, uncounted],
    [3, backedOff],
    [3, dropped],
    [3, unmatched],
    [3, failing],
  );
}
