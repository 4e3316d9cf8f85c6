import { BarGaugeDisplayMode, TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common';
import { COLOUR, steps } from '../colours.js';
import { lines } from '../panels/lines.js';
import { bar, type Column, coloured, table } from '../panels/table.js';
import { overTime, rows } from '../query.js';
import { CHOSEN } from './series.js';

/** Left, capacity, in use, level, and the part in use as a bar. */
const USE: readonly Column[] = [
  {
    field: 'Value #A',
    heading: 'Left',
    width: 70,
    properties: [{ id: 'thresholds', value: steps(COLOUR.bad, [1, COLOUR.quiet]).build() }, coloured],
  },
  { field: 'Value #B', heading: 'Capacity', width: 85 },
  { field: 'Value #C', heading: 'In use', width: 75 },
  { field: 'Value #D', heading: 'Level', width: 70 },
  {
    field: 'Value #E',
    heading: 'Part in use',
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

const byLeft = new TableSortByFieldStateBuilder().displayName('Part in use').desc(true);

/** Of each choice of the product's options how much is left. */
export const choices = () => {
  const by = 'product, option, choice';
  const metric = (name: string) => `max by (${by}) (whmcs_product_option_${name}${CHOSEN})`;
  return table(
    'Options',
    'Of each choice: what there is in all, what services hold, and what is left. Without a capacity, or a pool, nothing can be left or used up.',
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

/** The same of combinations of choices. */
export const combinations = () => {
  const by = 'product, combination';
  const metric = (name: string) => `max by (${by}) (whmcs_product_combination_${name}${CHOSEN})`;
  return table(
    'Combinations',
    'Of each combination of choices: its own capacity, what services hold, and what is left, which is the least of all that bounds it.',
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

/** What is left of choices over time. */
export const choicesOverTime = () =>
  lines('Left of each choice', 'Units left of each choice of the product; below zero is oversold.')
    .withTarget(
      overTime(
        `min by (option, choice) (site_option:whmcs_product_option_stock:trusted${CHOSEN})`,
        '{{option}} {{choice}}',
      ),
    )
    .interval('5m');

/** Resources that products and choices draw from. */
export const pools = () =>
  table(
    'Pools',
    'Resources of the site that several products or choices draw from. When one is used up, all of them are sold out at once.',
    [
      { field: 'pool', heading: 'Pool' },
      { field: 'unit', heading: 'Unit', width: 80 },
      ...USE.filter(({ heading }) => heading !== 'Level'),
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
