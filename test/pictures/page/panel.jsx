import { EventBusSrv, LoadingState } from '@grafana/data';
import { PanelChrome, useTheme2 } from '@grafana/ui';
import { HeatmapPanel } from './heatmap-panel.jsx';
import { StateTimelinePanel } from './state-timeline-panel.jsx';
import { TablePanel } from './table-panel.jsx';
import { TimeSeriesPanel } from './time-series-panel.jsx';
import { BarGaugePanel, StatPanel } from './value-panels.jsx';

const COMPONENTS = {
  timeseries: TimeSeriesPanel,
  stat: StatPanel,
  bargauge: BarGaugePanel,
  table: TablePanel,
  'state-timeline': StateTimelinePanel,
  heatmap: HeatmapPanel,
};
const context = { eventsScope: 'global', eventBus: new EventBusSrv(), sync: () => 0 };

/** A panel of a dashboard, in Grafana's frame. */
export function Panel({ panel, frames, error, state, width, height }) {
  const theme = useTheme2();
  const { replaceVariables, timeRange, marks } = state;
  return (
    <PanelChrome
      title={panel.title}
      description={panel.description}
      width={width}
      height={height}
      loadingState={error ? LoadingState.Error : LoadingState.Done}
      statusMessage={error}
      padding={panel.type === 'table' ? 'none' : 'md'}
    >
      {(innerWidth, innerHeight) =>
        error ?? (
          <Content
            {...{ frames, panel, theme, replaceVariables, timeRange, marks, context }}
            width={innerWidth}
            height={innerHeight}
          />
        )
      }
    </PanelChrome>
  );
}

function Content(props) {
  const { panel, frames, theme, height } = props;
  const Component = COMPONENTS[panel.type];
  if (!Component) throw new Error(`panels of type ${panel.type} are not drawn`);
  if (panel.type !== 'stat' && frames.every(({ length }) => length === 0))
    return <Nothing text={panel.fieldConfig.defaults.noValue || 'No data'} theme={theme} height={height} />;
  return <Component {...props} />;
}

const Nothing = ({ text, theme, height }) => (
  <div
    style={{
      height,
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'center',
      color: theme.colors.text.secondary,
    }}
  >
    {text}
  </div>
);
