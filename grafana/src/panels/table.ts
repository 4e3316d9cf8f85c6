import {
  type BarGaugeDisplayMode,
  FieldTextAlignment,
  TableCellBackgroundDisplayMode,
  TableCellDisplayMode,
  TableCellHeight,
  type TableCellOptions,
} from '@grafana/grafana-foundation-sdk/common';
import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { DATA_SOURCE } from '../variables.js';

/** A column: the field it is made from, its heading, and what is particular. */
export type Column = {
  readonly field: string;
  readonly heading: string;
  readonly width?: number;
  readonly hidden?: boolean;
  readonly properties?: readonly DynamicConfigValue[];
};

/** A column for links only. Up to Grafana 12.1 it is hidden by the first of these, from then on by the second. */
const HIDDEN: readonly DynamicConfigValue[] = [
  { id: 'custom.hidden', value: true },
  { id: 'custom.hideFrom', value: { viz: true, legend: true, tooltip: true } },
];

/** For words that stand for numbers. */
export const centred: DynamicConfigValue = { id: 'custom.align', value: FieldTextAlignment.Center };

/** The queries' rows joined by their labels, with columns in an order. */
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

/** A cell that is filled with its colour. */
export const filled = cell({
  type: TableCellDisplayMode.ColorBackground,
  mode: TableCellBackgroundDisplayMode.Basic,
});

/** A cell whose text has its colour. */
export const coloured = cell({ type: TableCellDisplayMode.ColorText });

/** A cell with a bar. */
export const bar = (mode: BarGaugeDisplayMode) => cell({ type: TableCellDisplayMode.Gauge, mode });
