import { BarGaugeDisplayMode, TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common';
import { MappingType } from '@grafana/grafana-foundation-sdk/dashboard';
import { COLOUR, steps } from '../colours.js';
import { linked, rowToSite } from '../links.js';
import { bar, centred, coloured, filled, table } from '../panels/table.js';
import { rows } from '../query.js';
import * as series from './series.js';

/** Per site: whether it can be read, and what is wrong. */
export const bySite = () =>
  table(
    'By site',
    'Sites that cannot be read come first. Their stock is unknown, so they have no other numbers.',
    [
      { field: 'site', heading: 'Site', properties: [linked(rowToSite)] },
      {
        field: 'Value #A',
        heading: 'Stock',
        width: 110,
        properties: [
          {
            id: 'mappings',
            value: [
              {
                type: MappingType.ValueToText,
                options: {
                  '0': { text: 'unknown', color: COLOUR.unknown, index: 0 },
                  '1': { text: 'known', color: COLOUR.good, index: 1 },
                },
              },
            ],
          },
          filled,
          centred,
        ],
      },
      {
        field: 'Value #B',
        heading: 'Sold out',
        width: 85,
        properties: [{ id: 'thresholds', value: steps(COLOUR.quiet, [1, COLOUR.bad]).build() }, coloured],
      },
      {
        field: 'Value #C',
        heading: 'Low',
        width: 70,
        properties: [{ id: 'thresholds', value: steps(COLOUR.quiet, [1, COLOUR.warning]).build() }, coloured],
      },
      {
        field: 'Value #D',
        heading: 'Unknown',
        width: 85,
        properties: [{ id: 'thresholds', value: steps(COLOUR.quiet, [1, COLOUR.unknown]).build() }, coloured],
      },
    ],
  )
    .withTarget(rows(`min by (site) (${series.READABLE})`, 'A'))
    .withTarget(rows(`sum by (site) (${series.FOR_SALE} <= bool 0)`, 'B'))
    .withTarget(
      rows(
        `count by (site) (3 <= ${series.ATTENTION} <= 4) or 0 * count by (site) (${series.FOR_SALE})`,
        'C',
      ),
    )
    .withTarget(rows(`max by (site) (${series.UNKNOWN})`, 'D'))
    .noValue('')
    .sortBy([
      new TableSortByFieldStateBuilder().displayName('Stock').desc(false),
      new TableSortByFieldStateBuilder().displayName('Sold out').desc(true),
    ]);

/** Product groups by the share of products that are sold out. */
export const byGroup = () =>
  table(
    'By group',
    'Share of products in each group that are sold out now, among products with known stock.',
    [
      { field: 'group', heading: 'Group' },
      { field: 'site', heading: 'Site', width: 110 },
      {
        field: 'Value',
        heading: 'Sold out',
        width: 170,
        properties: [
          { id: 'unit', value: 'percentunit' },
          { id: 'decimals', value: 0 },
          { id: 'min', value: 0 },
          { id: 'max', value: 1 },
          {
            id: 'thresholds',
            value: steps(COLOUR.good, [0.001, COLOUR.soon], [0.2, COLOUR.warning], [0.5, COLOUR.bad]).build(),
          },
          bar(BarGaugeDisplayMode.Basic),
        ],
      },
    ],
  )
    .withTarget(rows(`max by (site, group) (topk(50, ${series.SOLD_OUT_OF_GROUP}))`, 'A'))
    .sortBy([new TableSortByFieldStateBuilder().displayName('Sold out').desc(true)]);
