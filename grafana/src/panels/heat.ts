import { AxisPlacement, HeatmapCellLayout, TooltipDisplayMode } from '@grafana/grafana-foundation-sdk/common';
import {
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  HeatmapTooltipBuilder,
  PanelBuilder,
  RowsHeatmapOptionsBuilder,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import { DATA_SOURCE } from '../variables.js';

/** Creates a heat map of durations over time: the darker, the more requests in a bucket. */
export const heat = (title: string, description: string) =>
  new PanelBuilder()
    .title(title)
    .description(description)
    .datasource(DATA_SOURCE)
    .unit('short')
    .calculate(false)
    .color(
      new HeatmapColorOptionsBuilder()
        .mode(HeatmapColorMode.Scheme)
        .scheme('Oranges')
        .fill('dark-orange')
        .exponent(0.5)
        .steps(64)
        .reverse(false),
    )
    .cellGap(1)
    .rowsFrame(new RowsHeatmapOptionsBuilder().layout(HeatmapCellLayout.Auto))
    .yAxis(new YAxisConfigBuilder().unit('s').axisPlacement(AxisPlacement.Left).reverse(false))
    .tooltip(new HeatmapTooltipBuilder().mode(TooltipDisplayMode.Single).yHistogram(true))
    .showLegend();
