import { BarGaugeDisplayMode, TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common';
import { COLOUR, steps } from '../colours.js';
import { perSite, perSiteOf } from '../identity.js';
import { lines } from '../panels/lines.js';
import { bar, type Column, coloured, table } from '../panels/table.js';
import { overTime, rows } from '../query.js';
import { CHOSEN } from './series.js';

/** Columns of what has a capacity: units left, capacity, in use, threshold, share in use, days left. */
export const USE: readonly Column[] = [
  {
    field: 'Value #A',
    heading: 'Left',
    width: 70,
    properties: [{ id: 'thresholds', value: steps(COLOUR.bad, [1, COLOUR.quiet]).build() }, coloured],
  },
  { field: 'Value #B', heading: 'Capacity', width: 85 },
  { field: 'Value #C', heading: 'In use', width: 75 },
  { field: 'Value #D', heading: 'Threshold', width: 90 },
  {
    field: 'Value #E',
    heading: 'Share in use',
    width: 170,
    properties: [
      { id: 'unit', value: 'percentunit' },
      { id: 'decimals', value: 0 },
      { id: 'min', value: 0 },
      { id: 'max', value: 1 },
      {
        id: 'thresholds',
        value: steps(COLOUR.good, [0.9, COLOUR.low], [1, COLOUR.bad]).build(),
      },
      bar(BarGaugeDisplayMode.Basic),
    ],
  },
  { field: 'Value #F', heading: 'Days left', width: 90, properties: [{ id: 'decimals', value: 1 }] },
];

export const byLeft = new TableSortByFieldStateBuilder().displayName('Share in use').desc(true);

/** Queries for these columns of all choices or combinations of the product. */
function queriesOf(level: string, metric: string, ...dropped: readonly string[]) {
  const exposed = (name: string, matcher = '', ...also: readonly string[]) =>
    perSiteOf('max', `${metric}_${name}${CHOSEN.replace('}', `${matcher}}`)}`, ...dropped, ...also);
  const recorded = (aggregation: 'min' | 'max', operation: string, ...also: readonly string[]) =>
    perSite(aggregation, `${level}:${metric}_stock${operation}${CHOSEN}`, ...dropped, ...also);
  return [
    rows(recorded('min', ':trusted'), 'A'),
    rows(exposed('capacity'), 'B'),
    rows(exposed('in_use'), 'C'),
    rows(recorded('max', '_threshold:effective', 'severity'), 'D'),
    rows(`${exposed('in_use')} / (${exposed('capacity')} > 0)`, 'E'),
    rows(exposed('stock_days_left', ', quantile="0.5"', 'quantile'), 'F'),
  ];
}

const HIDDEN: readonly Column[] = ['product', 'product_id', 'site'].map((field) => ({
  field,
  heading: field,
  hidden: true,
}));

/** Units left for each choice of the product's options. */
export const choices = () =>
  table(
    'Options',
    'For each choice: its capacity, the units in use, and the units left. Only choices with a capacity ' +
      'or a pool have stock.',
    [
      { field: 'option', heading: 'Option', width: 130 },
      { field: 'choice', heading: 'Choice' },
      ...HIDDEN,
      ...USE,
    ],
  )
    .targets(queriesOf('site_option', 'whmcs_product_option', 'option_id', 'group'))
    .noValue('')
    .sortBy([byLeft]);

/** The same for combinations of choices. */
export const combinations = () =>
  table(
    'Combinations',
    'For each combination of choices: its own capacity, the units in use, and the units left. The ' +
      'tightest limit applies: product, choice, capacity or pool.',
    [{ field: 'combination', heading: 'Combination' }, ...HIDDEN, ...USE],
  )
    .targets(queriesOf('site_combination', 'whmcs_product_combination', 'group'))
    .noValue('')
    .sortBy([byLeft]);

/** Units left of each choice, over time. */
export const choicesOverTime = () =>
  lines('Units left per choice', 'Units left for each choice of the product. Below zero: oversold.')
    .withTarget(
      overTime(
        perSite('min', `site_option:whmcs_product_option_stock:trusted${CHOSEN}`, 'option_id', 'group'),
        '{{option}} {{choice}}',
      ),
    )
    .interval('5m');
