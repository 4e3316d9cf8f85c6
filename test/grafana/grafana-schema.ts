import type * as barGauge from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen';
import type * as heatmap from '@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen';
import type * as stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as timeline from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import type * as table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as timeSeries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
import type * as dashboard from '@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen';

/** A panel type. The dashboard schema does not define its options and fields. */
type Panel<Kind extends string, Options, Custom> = Omit<
  dashboard.Panel,
  'type' | 'options' | 'fieldConfig'
> & {
  type: Kind;
  options: Options;
  fieldConfig: {
    defaults: Omit<dashboard.FieldConfig, 'custom'> & { custom?: Custom };
    overrides: dashboard.FieldConfigSource['overrides'];
  };
};

/** This panel type has no settings of its own. */
type Nothing = Record<never, never>;

/**
 * Grafana's own types, published as `@grafana/schema`, for a dashboard and the panel types in use. The JSON
 * schema is generated from this file.
 */
export type GrafanaSchema = {
  dashboard: dashboard.Dashboard;
  bargauge: Panel<'bargauge', barGauge.Options, Nothing>;
  heatmap: Panel<'heatmap', heatmap.Options, heatmap.FieldConfig>;
  stat: Panel<'stat', stat.Options, Nothing>;
  'state-timeline': Panel<'state-timeline', timeline.Options, timeline.FieldConfig>;
  table: Panel<'table', table.Options, table.FieldConfig>;
  timeseries: Panel<'timeseries', timeSeries.Options, timeSeries.FieldConfig>;
};
