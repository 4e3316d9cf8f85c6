import type * as barGauge from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen';
import type * as heatmap from '@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen';
import type * as stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as timeline from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import type * as table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as timeSeries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
import type * as dashboard from '@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen';

/** A panel of a kind, of which the dashboard's own schema leaves options and fields open. */
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

/** It has no settings of its own. */
type Nothing = Record<never, never>;

/**
 * What Grafana's own types, published as `@grafana/schema`, say of a dashboard and of the kinds of panels in use. A JSON schema is made
 * from this.
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
