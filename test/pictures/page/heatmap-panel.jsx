import { formattedValueToString, getValueFormat } from '@grafana/data';
import { interpolateOranges } from 'd3-scale-chromatic';
import { TimeAxis } from './time-axis.jsx';

const AXIS = 22;
const LEFT = 76;
const LEGEND = 34;
const SHADES = Array.from({ length: 64 }, (_, part) => part);

/** Buckets over time: Grafana's own component for this is not published. */
export function HeatmapPanel({ frames, panel, width, height, timeRange, theme }) {
  const { color, cellGap = 1, yAxis } = panel.options;
  const [from, to] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const plot = { width: width - LEFT - 10, height: height - AXIS - LEGEND };
  const most = Math.max(...frames.flatMap(({ fields }) => fields[1].values.map((count) => count ?? 0)));
  const rowHeight = plot.height / Math.max(1, frames.length);
  const at = (time) => LEFT + ((time - from) / (to - from)) * plot.width;
  const shade = shadeOf(color, most, theme);
  const format = getValueFormat(yAxis?.unit ?? 's');
  const bound = ({ fields }) => fields[1].labels?.le;
  const written = (le) =>
    le === '+Inf' ? '+Inf' : formattedValueToString(format(Number(le), yAxis?.decimals));
  return (
    <svg
      width={width}
      height={height}
      fontFamily={theme.typography.fontFamily}
      role="img"
      aria-label={panel.title}
    >
      {frames.map((frame, row) => (
        <g key={bound(frame)} transform={`translate(0 ${plot.height - (row + 1) * rowHeight})`}>
          <text
            x={LEFT - 8}
            y={rowHeight / 2 + 4}
            fill={theme.colors.text.primary}
            fontSize="12"
            textAnchor="end"
          >
            {written(bound(frame))}
          </text>
          {cellsOf(frame, from, to).map(({ time, interval, count }) => (
            <rect
              key={time}
              x={at(time) + cellGap / 2}
              y={cellGap / 2}
              width={Math.max(0.5, at(time + interval) - at(time) - cellGap)}
              height={Math.max(0, rowHeight - cellGap)}
              fill={shade(count)}
            />
          ))}
        </g>
      ))}
      <TimeAxis
        from={from}
        to={to}
        left={LEFT}
        width={plot.width}
        top={plot.height + 16}
        color={theme.colors.text.primary}
      />
      <Scale
        shade={shade}
        most={most}
        top={plot.height + AXIS + 6}
        theme={theme}
        unit={panel.fieldConfig.defaults}
      />
    </svg>
  );
}

function cellsOf({ fields: [time, value] }, from, to) {
  const interval = time.config.interval;
  return value.values.flatMap((count, index) => {
    const begin = time.values[index];
    return count && begin >= from && begin + interval <= to + interval / 2
      ? [{ time: begin, interval, count }]
      : [];
  });
}

/** On a dark ground, Grafana turns its schemes of one hue about: the more, the brighter. */
function shadeOf({ scheme, exponent = 0.5, steps = 64, reverse = false }, most, theme) {
  if (scheme !== 'Oranges') throw new Error(`the colours ${scheme} are not known`);
  return (count) => {
    const part = Math.round((count / most) ** exponent * (steps - 1)) / (steps - 1);
    return interpolateOranges(theme.isDark !== reverse ? 1 - part : part);
  };
}

function Scale({ shade, most, top, theme, unit }) {
  const format = getValueFormat(unit.unit ?? 'short');
  const ends = [0, most].map((value) => formattedValueToString(format(value, unit.decimals)));
  return (
    <g transform={`translate(${LEFT} ${top})`} fontSize="12" fill={theme.colors.text.primary}>
      {SHADES.map((part) => (
        <rect key={part} x={part * 4} y="0" width="4" height="8" fill={shade((part / 63) * most)} />
      ))}
      <text x="0" y="22">
        {ends[0]}
      </text>
      <text x="256" y="22" textAnchor="end">
        {ends[1]}
      </text>
    </g>
  );
}
