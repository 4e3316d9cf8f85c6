import { Icon, useTheme2 } from '@grafana/ui';
import { PADDING } from './grid.js';

const UNITS = { m: 'minutes', h: 'hours', d: 'days' };

/** What Grafana shows above a dashboard: its name, the time, and what is chosen. */
export function Header({ dashboard, state }) {
  const theme = useTheme2();
  const box = {
    display: 'flex',
    alignItems: 'center',
    gap: 8,
    height: 32,
    padding: '0 8px',
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
  };
  const [, count, unit] = /^now-(\d+)(\w)$/.exec(dashboard.time.from) ?? [];
  const shown = state.variables.filter(({ hide }) => hide !== 2 && hide !== 'hideVariable');
  return (
    <div style={{ padding: `12px ${PADDING}px`, color: theme.colors.text.primary, fontSize: 14 }}>
      <div
        style={{ display: 'flex', justifyContent: 'space-between', alignItems: 'center', marginBottom: 12 }}
      >
        <div style={{ color: theme.colors.text.secondary }}>
          Dashboards ›{' '}
          <span style={{ color: theme.colors.text.primary, fontWeight: 500 }}>{dashboard.title}</span>
        </div>
        <div style={{ display: 'flex', gap: 8 }}>
          <div style={box}>
            <Icon name="clock-nine" /> Last {count} {UNITS[unit]} <Icon name="angle-down" />
          </div>
          <div style={box}>
            <Icon name="sync" /> {dashboard.refresh}
          </div>
        </div>
      </div>
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
        {[{ name: 'datasource', label: 'Data source', picked: [{ text: 'Prometheus' }] }, ...shown].map(
          (variable) => (
            <div key={variable.name} style={{ display: 'flex' }}>
              <div
                style={{
                  ...box,
                  background: theme.colors.background.secondary,
                  fontWeight: 500,
                  fontSize: 12,
                  borderRight: 0,
                }}
              >
                {variable.label ?? variable.name}
              </div>
              <div style={box}>
                {variable.picked?.map(({ text }) => text).join(' + ') ?? 'All'} <Icon name="angle-down" />
              </div>
            </div>
          ),
        )}
        <div style={{ marginLeft: 'auto', display: 'flex', gap: 8 }}>
          {(dashboard.links ?? []).map(({ title }) => (
            <div key={title} style={box}>
              <Icon name="bars" /> {title}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
