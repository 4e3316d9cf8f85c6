import { BarGaugeDisplayMode, TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common';
import { COLOUR, steps } from '../colours.js';
import { linked, rowToSite } from '../links.js';
import { bar, centred, coloured, filled, table } from '../panels/table.js';
import { rows } from '../query.js';
import { knownColumn, STATE } from '../states.js';
import * as series from './series.js';

/** A column of counts in the color of their state. */
const counted = ({ text, colour }: { readonly text: string; readonly colour: string }) => ({
  heading: text,
  width: 85,
  properties: [{ id: 'thresholds', value: steps(COLOUR.quiet, [1, colour]).build() }, coloured],
});

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
        properties: [knownColumn, filled, centred],
      },
      { field: 'Value #B', ...counted(STATE.oversold) },
      { field: 'Value #C', ...counted(STATE.soldOut) },
      { field: 'Value #D', ...counted(STATE.critical) },
      { field: 'Value #E', ...counted(STATE.low) },
      { field: 'Value #F', ...counted(STATE.runningOut), width: 105 },
      { field: 'Value #G', ...counted(STATE.unknown) },
    ],
  )
    .withTarget(rows(series.READABLE, 'A'))
    .withTarget(rows(series.countPerSite(STATE.oversold), 'B'))
    .withTarget(rows(series.countPerSite(STATE.soldOut), 'C'))
    .withTarget(rows(series.countPerSite(STATE.critical), 'D'))
    .withTarget(rows(series.countPerSite(STATE.low), 'E'))
    .withTarget(rows(series.countPerSite(STATE.runningOut), 'F'))
    .withTarget(rows(series.UNKNOWN_PER_SITE, 'G'))
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
            value: steps(COLOUR.good, [0.001, COLOUR.partly], [0.5, COLOUR.bad]).build(),
          },
          bar(BarGaugeDisplayMode.Basic),
        ],
      },
    ],
  )
    .withTarget(rows(`topk(50, ${series.SOLD_OUT_OF_GROUP})`, 'A'))
    .sortBy([new TableSortByFieldStateBuilder().displayName('Sold out').desc(true)]);
