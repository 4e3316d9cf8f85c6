import { PanelBuilder } from '@grafana/grafana-foundation-sdk/bargauge';
import {
  BarGaugeDisplayMode,
  BarGaugeNamePlacement,
  BarGaugeValueMode,
  ReduceDataOptionsBuilder,
  VizOrientation,
} from '@grafana/grafana-foundation-sdk/common';
import { DATA_SOURCE } from '../variables.js';

/** Creates a panel of shares from 0 to 1, as horizontal bars with their names on the left. */
export const gauges = (title: string, description: string) =>
  new PanelBuilder()
    .title(title)
    .description(description)
    .datasource(DATA_SOURCE)
    .unit('percentunit')
    .min(0)
    .max(1)
    .decimals(0)
    .orientation(VizOrientation.Horizontal)
    .displayMode(BarGaugeDisplayMode.Basic)
    .valueMode(BarGaugeValueMode.Color)
    .namePlacement(BarGaugeNamePlacement.Left)
    .showUnfilled(true)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false));
