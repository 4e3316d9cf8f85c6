import {
  type BarGaugeDisplayMode,
  FieldTextAlignment,
  TableCellBackgroundDisplayMode,
  TableCellDisplayMode,
  TableCellHeight,
  type TableCellOptions,
} from '@grafana/grafana-foundation-sdk/common';
import { type DynamicConfigValue, MappingType } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { DATA_SOURCE } from '../variables.js';

/** A column: its field, its heading, and its own settings. */
export type Column = {
  readonly field: string;
  readonly heading: string;
  readonly width?: number;
  readonly hidden?: boolean;
  readonly properties?: readonly DynamicConfigValue[];
};

/**
 * Hides a column that only links use. Grafana before 12.2 reads the first property, later versions the
 * second.
 */
const HIDDEN: readonly DynamicConfigValue[] = [
  { id: 'custom.hidden', value: true },
  { id: 'custom.hideFrom', value: { viz: true, legend: true, tooltip: true } },
];

/** Centers text that replaces numbers. */
export const centred: DynamicConfigValue = { id: 'custom.align', value: FieldTextAlignment.Center };

/** Creates a table that joins the queries' rows by their labels and shows the columns in the given order. */
export function table(title: string, description: string, columns: readonly Column[]) {
  const panel = new PanelBuilder()
    .title(title)
    .description(description)
    .datasource(DATA_SOURCE)
    .unit('short')
    .cellHeight(TableCellHeight.Sm)
    .cellOptions({ type: TableCellDisplayMode.Auto })
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: { Time: true },
        indexByName: Object.fromEntries(columns.map(({ field }, index) => [field, index])),
        renameByName: {},
      },
    });
  for (const { field, heading, width, hidden, properties = [] } of columns) {
    panel.overrideByName(field, [
      { id: 'displayName', value: heading },
      ...(width === undefined ? [] : [{ id: 'custom.width', value: width }]),
      ...(hidden ? HIDDEN : []),
      ...properties,
    ]);
  }
  return panel;
}

const cell = (value: TableCellOptions): DynamicConfigValue => ({ id: 'custom.cellOptions', value });

/** Fills the cell with its color. */
export const filled = cell({
  type: TableCellDisplayMode.ColorBackground,
  mode: TableCellBackgroundDisplayMode.Basic,
});

/** Shows the text of the cell in its color. */
export const coloured = cell({ type: TableCellDisplayMode.ColorText });

/** Shows the cell as a bar. */
export const bar = (mode: BarGaugeDisplayMode) => cell({ type: TableCellDisplayMode.Gauge, mode });

/** Shows one text instead of each value. */
export const shownAs = (text: string): DynamicConfigValue => ({
  id: 'mappings',
  value: [{ type: MappingType.RegexToText, options: { pattern: '.+', result: { text, index: 0 } } }],
});
