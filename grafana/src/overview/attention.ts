import { BarGaugeDisplayMode, TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common';
import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { COLOUR, steps } from '../colours.js';
import { linked, rowToProduct, toSilence, toWhmcs } from '../links.js';
import { bar, centred, filled, shownAs, table } from '../panels/table.js';
import { rows } from '../query.js';
import { stateColumn } from '../states.js';
import * as series from './series.js';

const thresholds = (value: ReturnType<typeof steps>): DynamicConfigValue => ({
  id: 'thresholds',
  value: value.build(),
});

const decimals = (value: number): DynamicConfigValue => ({ id: 'decimals', value });

/** Everything that needs attention, the worst first. */
export const attentionTable = () =>
  table(
    'What needs attention',
    'Products, choices, combinations and pools that are oversold, sold out, at a threshold, likely to sell ' +
      'out before you can get more, or unknown. The worst come first. Since is when the state began, to ' +
      'the minute. Days left is the median of the forecast. Sales per day is the demand times the price ' +
      'per month, if the configuration has prices: click it to rank by it.',
    [
      { field: 'Value #A', heading: 'State', width: 105, properties: [stateColumn(), filled, centred] },
      { field: 'product', heading: 'Product', properties: [linked(rowToProduct)] },
      { field: 'what', heading: 'Choice, combination or pool' },
      { field: 'site', heading: 'Site', width: 110 },
      { field: 'group', heading: 'Group', width: 130 },
      ...['product_id', 'choice', 'combination', 'pool', 'subject'].map((field) => ({
        field,
        heading: field,
        hidden: true,
      })),
      {
        field: 'Value #B',
        heading: 'Since',
        width: 125,
        properties: [{ id: 'unit', value: 'dateTimeFromNow' }],
      },
      { field: 'Value #C', heading: 'Left', width: 65 },
      { field: 'Value #D', heading: 'Threshold', width: 85 },
      { field: 'Value #E', heading: 'Per day', width: 75, properties: [decimals(1)] },
      {
        field: 'Value #F',
        heading: 'Days left',
        width: 130,
        properties: [
          decimals(1),
          { id: 'min', value: 0 },
          { id: 'max', value: 14 },
          thresholds(steps(COLOUR.critical, [4, COLOUR.low], [7, COLOUR.good])),
          bar(BarGaugeDisplayMode.Basic),
        ],
      },
      {
        field: 'Value #G',
        heading: 'Gone in 7 days',
        width: 115,
        properties: [{ id: 'unit', value: 'percentunit' }, decimals(0)],
      },
      {
        field: 'Value #H',
        heading: 'Sales per day',
        width: 110,
        properties: [decimals(2)],
      },
      { field: 'currency', heading: 'Currency', width: 80 },
      { field: 'whmcs', heading: 'WHMCS', width: 75, properties: [shownAs('Open'), linked(toWhmcs)] },
      { field: 'silence', heading: 'Alerts', width: 75, properties: [shownAs('Silence'), linked(toSilence)] },
    ],
  )
    .withTarget(rows(series.ROWS, 'A'))
    .withTarget(rows(series.SINCE, 'B'))
    .withTarget(rows(series.LEFT, 'C'))
    .withTarget(rows(series.THRESHOLD, 'D'))
    .withTarget(rows(series.DEMAND, 'E'))
    .withTarget(rows(series.DAYS_LEFT, 'F'))
    .withTarget(rows(series.PROBABILITY, 'G'))
    .withTarget(rows(series.SALES, 'H'))
    .noValue('')
    .sortBy([
      new TableSortByFieldStateBuilder().displayName('State').desc(false),
      new TableSortByFieldStateBuilder().displayName('Sales per day').desc(true),
      new TableSortByFieldStateBuilder().displayName('Left').desc(false),
    ]);
