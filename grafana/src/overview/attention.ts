import { BarGaugeDisplayMode, TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common';
import { type DynamicConfigValue, MappingType } from '@grafana/grafana-foundation-sdk/dashboard';
import { COLOUR, steps } from '../colours.js';
import { linked, rowToProduct } from '../links.js';
import { bar, centred, filled, table } from '../panels/table.js';
import { rows } from '../query.js';
import * as series from './series.js';

/** The most rows shown: enough for a day's work, and few enough for a browser. */
const MOST = 200;

const STATES: DynamicConfigValue = {
  id: 'mappings',
  value: [
    {
      type: MappingType.ValueToText,
      options: {
        '1': { text: 'Oversold', color: COLOUR.worst, index: 0 },
        '2': { text: 'Sold out', color: COLOUR.bad, index: 1 },
        '3': { text: 'Critical', color: COLOUR.warning, index: 2 },
        '4': { text: 'Low', color: COLOUR.soon, index: 3 },
        '5': { text: 'Selling fast', color: COLOUR.neutral, index: 4 },
      },
    },
  ],
};

const thresholds = (value: ReturnType<typeof steps>): DynamicConfigValue => ({
  id: 'thresholds',
  value: value.build(),
});

/** Returns the values of the products that need attention. */
const listed = (values: string) =>
  `sum by (${series.PRODUCT}) (${values} and on (job, site, product_id) bottomk(${MOST}, ${series.ATTENTION}))`;

/** Products that need attention, the worst first. */
export const attentionTable = (title: string, description: string) =>
  table(title, description, [
    { field: 'Value #A', heading: 'State', width: 100, properties: [STATES, filled, centred] },
    { field: 'product', heading: 'Product', properties: [linked(rowToProduct)] },
    { field: 'site', heading: 'Site', width: 110 },
    { field: 'group', heading: 'Group', width: 150 },
    { field: 'product_id', heading: 'ID', hidden: true },
    { field: 'Value #B', heading: 'Left', width: 70 },
    { field: 'Value #C', heading: 'Threshold', width: 90 },
    {
      field: 'Value #D',
      heading: 'Per day',
      width: 75,
      properties: [{ id: 'decimals', value: 1 }],
    },
    {
      field: 'Value #E',
      heading: 'Days left',
      width: 150,
      properties: [
        { id: 'unit', value: 'short' },
        { id: 'decimals', value: 1 },
        { id: 'min', value: 0 },
        { id: 'max', value: 14 },
        thresholds(steps(COLOUR.bad, [1, COLOUR.warning], [4, COLOUR.soon], [7, COLOUR.good])),
        bar(BarGaugeDisplayMode.Basic),
      ],
    },
  ])
    .withTarget(rows(`sum by (${series.PRODUCT}) (bottomk(${MOST}, ${series.ATTENTION}))`, 'A'))
    .withTarget(rows(listed('site_product:whmcs_product_stock:trusted{site=~"$site", group=~"$group"}'), 'B'))
    .withTarget(rows(listed(`max without (severity) (${series.THRESHOLDS})`), 'C'))
    .withTarget(
      rows(
        listed(
          `${series.PER_DAY} * on (job, site, product_id) group_right () (${series.ATTENTION} > bool 0)`,
        ),
        'D',
      ),
    )
    .withTarget(rows(listed(series.DAYS_LEFT), 'E'))
    .noValue('')
    .sortBy([
      new TableSortByFieldStateBuilder().displayName('State').desc(false),
      new TableSortByFieldStateBuilder().displayName('Left').desc(false),
    ]);
