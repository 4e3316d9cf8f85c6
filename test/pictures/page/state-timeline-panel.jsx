import { TimeAxis } from './time-axis.jsx';

const AXIS = 22;
const GAP = 10;
const MOST_OF_WIDTH = 0.3;

/** A row for each series, coloured by its state: Grafana's own component for this is not published. */
export function StateTimelinePanel({ frames, panel, width, height, timeRange, theme }) {
  const rows = frames.map(({ fields: [time, value] }) => ({
    name: value.display ? nameOf(value) : '',
    time,
    value,
  }));
  const [from, to] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const left = Math.min(width * MOST_OF_WIDTH, Math.max(...rows.map(({ name }) => name.length * 7), 0)) + GAP;
  const plot = width - left - GAP;
  const rowHeight = (height - AXIS) / Math.max(1, rows.length);
  const thickness = rowHeight * (panel.options.rowHeight ?? 0.9);
  const at = (time) => left + ((Math.min(Math.max(time, from), to) - from) / (to - from)) * plot;
  const opacity = (panel.fieldConfig.defaults.custom?.fillOpacity ?? 70) / 100;
  return (
    <svg
      width={width}
      height={height}
      fontFamily={theme.typography.fontFamily}
      role="img"
      aria-label={panel.title}
    >
      {rows.map(({ name, time, value }, row) => (
        <g key={name} transform={`translate(0 ${row * rowHeight + (rowHeight - thickness) / 2})`}>
          <text
            x={left - GAP}
            y={thickness / 2 + 4}
            fill={theme.colors.text.primary}
            fontSize="12"
            textAnchor="end"
          >
            {shortened(name, left)}
          </text>
          {spansOf(time, value, to).map(({ begin, end, color }) => (
            <rect
              key={begin}
              x={at(begin)}
              y="0"
              width={Math.max(0, at(end) - at(begin))}
              height={thickness}
              fill={color}
              fillOpacity={opacity}
            />
          ))}
        </g>
      ))}
      <TimeAxis
        from={from}
        to={to}
        left={left}
        width={plot}
        top={height - 6}
        color={theme.colors.text.primary}
      />
    </svg>
  );
}

const nameOf = (value) =>
  value.state?.displayName ?? value.config.displayName ?? value.config.displayNameFromDS ?? value.name;

const shortened = (name, width) => {
  const most = Math.floor(width / 6.4);
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
};

/** Values in a row of one colour, as one. */
function spansOf(time, value, end) {
  const spans = [];
  for (const [index, number] of value.values.entries()) {
    const begin = time.values[index];
    const color = number === null ? undefined : value.display(number).color;
    const last = spans.at(-1);
    if (last) last.end = begin;
    if (last?.color !== color) spans.push({ begin, end, color });
  }
  const last = spans.at(-1);
  if (last) last.end = Math.min(end, time.values.at(-1) + (time.config.interval ?? 0));
  return spans.filter(({ color }) => color !== undefined);
}
