import { useTheme2 } from '@grafana/ui';
import { heightOf, placeOf, sizeOf } from './grid.js';
import { Header } from './header.jsx';
import { Panel } from './panel.jsx';

/** A dashboard on Grafana's grid, with what Grafana shows above it. */
export function Dashboard({ dashboard, state, width }) {
  const theme = useTheme2();
  return (
    <div style={{ background: theme.colors.background.canvas }}>
      <Header dashboard={dashboard} state={state} />
      <div style={{ position: 'relative', height: heightOf(dashboard.panels) }}>
        {state.panels.map(({ panel, frames, error }) => {
          const size = sizeOf(panel.gridPos, width);
          return (
            <div key={panel.id} style={{ position: 'absolute', ...placeOf(panel.gridPos, width), ...size }}>
              <Panel panel={panel} frames={frames} error={error} state={state} {...size} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
