const HOUR = 3_600_000;
const SPACINGS = [HOUR / 6, HOUR / 2, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 48 * HOUR];
const PIXELS_APART = 80;

/** Labels of time below a plot, as Grafana's axis writes them. */
export function TimeAxis({ from, to, left, width, top, color }) {
  const spacing = SPACINGS.find((one) => (width * one) / (to - from) >= PIXELS_APART) ?? SPACINGS.at(-1);
  const first = Math.ceil(from / spacing) * spacing;
  const times = Array.from(
    { length: Math.floor((to - first) / spacing) + 1 },
    (_, index) => first + index * spacing,
  );
  return times.map((time) => (
    <text
      key={time}
      x={left + ((time - from) / (to - from)) * width}
      y={top}
      fill={color}
      fontSize="12"
      textAnchor="middle"
    >
      {written(time, to - from)}
    </text>
  ));
}

function written(time, span) {
  const date = new Date(time);
  const two = (number) => String(number).padStart(2, '0');
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  if (span <= 24 * HOUR) return clock;
  const day = `${two(date.getUTCMonth() + 1)}/${two(date.getUTCDate())}`;
  return span <= 8 * 24 * HOUR ? `${day} ${clock}` : day;
}
