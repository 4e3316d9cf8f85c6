import { BarGaugeDisplayMode, TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common';
import { COLOUR, steps } from '../colours.js';
import { lines } from '../panels/lines.js';
import { bar, type Column, coloured, table } from '../panels/table.js';
import { overTime, rows } from '../query.js';
import { CHOSEN } from './series.js';

/** Columns for units left, capacity, in use, threshold, and the share in use as a bar. */
const USE: readonly Column[] = [
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
        value: steps(COLOUR.good, [0.8, COLOUR.soon], [0.9, COLOUR.warning], [1, COLOUR.bad]).build(),
      },
      bar(BarGaugeDisplayMode.Basic),
    ],
  },
];

const byLeft = new TableSortByFieldStateBuilder().displayName('Share in use').desc(true);

/** Units left for each choice of the product's options. */
export const choices = () => {
  const by = 'product, option, choice';
  const metric = (name: string) => `max by (${by}) (whmcs_product_option_${name}${CHOSEN})`;
  return table(
    'Options',
    'For each choice: its capacity, the units in use, and the units left. Only choices with a capacity ' +
      'or a pool have stock.',
    [
      { field: 'option', heading: 'Option', width: 130 },
      { field: 'choice', heading: 'Choice' },
      { field: 'product', heading: 'Product', hidden: true },
      ...USE,
    ],
  )
    .withTarget(rows(`min by (${by}) (site_option:whmcs_product_option_stock:trusted${CHOSEN})`, 'A'))
    .withTarget(rows(metric('capacity'), 'B'))
    .withTarget(rows(metric('in_use'), 'C'))
    .withTarget(
      rows(`max by (${by}) (site_option:whmcs_product_option_stock_threshold:effective${CHOSEN})`, 'D'),
    )
    .withTarget(rows(`${metric('in_use')} / (${metric('capacity')} > 0)`, 'E'))
    .noValue('')
    .sortBy([byLeft]);
};

/** The same for combinations of choices. */
export const combinations = () => {
  const by = 'product, combination';
  const metric = (name: string) => `max by (${by}) (whmcs_product_combination_${name}${CHOSEN})`;
  return table(
    'Combinations',
    'For each combination of choices: its own capacity, the units in use, and the units left. The ' +
      'tightest limit applies: product, choice, capacity or pool.',
    [
      { field: 'combination', heading: 'Combination' },
      { field: 'product', heading: 'Product', hidden: true },
      ...USE,
    ],
  )
    .withTarget(
      rows(`min by (${by}) (site_combination:whmcs_product_combination_stock:trusted${CHOSEN})`, 'A'),
    )
    .withTarget(rows(metric('capacity'), 'B'))
    .withTarget(rows(metric('in_use'), 'C'))
    .withTarget(
      rows(
        `max by (${by}) (site_combination:whmcs_product_combination_stock_threshold:effective${CHOSEN})`,
        'D',
      ),
    )
    .withTarget(rows(`${metric('in_use')} / (${metric('capacity')} > 0)`, 'E'))
    .noValue('')
    .sortBy([byLeft]);
};

/** Units left of each choice, over time. */
export const choicesOverTime = () =>
  lines('Units left per choice', 'Units left for each choice of the product. Below zero: oversold.')
    .withTarget(
      overTime(
        `min by (option, choice) (site_option:whmcs_product_option_stock:trusted${CHOSEN})`,
        '{{option}} {{choice}}',
      ),
    )
    .interval('5m');

/** Pools that products and choices share. */
export const pools = () =>
  table(
    'Pools',
    'Resources of the site that several products or choices share. When a pool is used up, all of them ' +
      'are sold out at once.',
    [
      { field: 'pool', heading: 'Pool' },
      { field: 'unit', heading: 'Unit', width: 80 },
      ...USE.filter(({ heading }) => heading !== 'Threshold'),
    ],
  )
    .withTarget(
      rows(
        'min by (pool, unit) (whmcs_pool_capacity{site=~"$site"} - whmcs_pool_in_use{site=~"$site"})',
        'A',
      ),
    )
    .withTarget(rows('max by (pool, unit) (whmcs_pool_capacity{site=~"$site"})', 'B'))
    .withTarget(rows('max by (pool, unit) (whmcs_pool_in_use{site=~"$site"})', 'C'))
    .withTarget(rows('max by (pool, unit) (site_pool:whmcs_pool_in_use:ratio{site=~"$site"})', 'E'))
    .noValue('')
    .sortBy([byLeft]);
