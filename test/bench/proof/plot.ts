import { encode } from 'html-entities';

/** A line of a plot, drawn through its points. */
export type Line = {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
};

export type Plot = {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly lines: readonly Line[];
};

const [WIDTH, HEIGHT] = [720, 400];
const FRAME = { left: 70, right: 240, top: 40, bottom: 50 };
/** Colors that remain distinct to the color-blind, after Okabe and Ito. */
const COLORS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'];

/** Draws a plot with two logarithmic axes as SVG. Skips points that are not above zero. */
export function drawPlot({ title, x, y, lines }: Plot): string {
  const drawn = lines
    .map(({ name, points }) => ({ name, points: points.filter(([across, up]) => across > 0 && up > 0) }))
    .filter(({ points }) => points.length > 0);
  const all = drawn.flatMap(({ points }) => points);
  const across = axis(
    all.map(([value]) => value),
    [FRAME.left, WIDTH - FRAME.right],
  );
  const up = axis(
    all.map(([, value]) => value),
    [HEIGHT - FRAME.bottom, FRAME.top],
  );
  const parts = [
    ...across.ticks.map((tick) => verticalLine(across.place(tick), writeTick(tick))),
    ...up.ticks.map((tick) => horizontalLine(up.place(tick), writeTick(tick))),
    text(FRAME.left, 22, title, 'start', 15),
    text((FRAME.left + WIDTH - FRAME.right) / 2, HEIGHT - 10, x, 'middle'),
    `<g transform="rotate(-90 16 ${HEIGHT / 2})">${text(16, HEIGHT / 2, y, 'middle')}</g>`,
    ...drawn.map(({ name, points }, index) => {
      const color = COLORS[index % COLORS.length] ?? 'black';
      const places = points.map(([at, value]) => [across.place(at), up.place(value)] as const);
      return [
        `<polyline fill="none" stroke="${color}" stroke-width="2" points="${places.map((at) => at.join(',')).join(' ')}"/>`,
        ...places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3" fill="${color}"/>`),
        `<rect x="${WIDTH - FRAME.right + 12}" y="${FRAME.top + 20 * index}" width="12" height="12" fill="${color}"/>`,
        text(WIDTH - FRAME.right + 30, FRAME.top + 20 * index + 10, name, 'start', 11),
      ].join('');
    }),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"`,
    ` font-family="sans-serif" role="img"><title>${encode(title)}</title>`,
    `<rect width="100%" height="100%" fill="white"/>\n${parts.join('\n')}\n</svg>\n`,
  ].join('');
}

/** Maps values to positions. The axis ends at powers of ten below the least and above the greatest. */
function axis(values: readonly number[], [from, to]: readonly [number, number]) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return {
    ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
    place: (value: number) =>
      Math.round(10 * (from + ((Math.log10(value) - low) / (high - low)) * (to - from))) / 10,
  };
}

const writeTick = (value: number) =>
  Number(value.toPrecision(1)).toLocaleString('en-US', { maximumFractionDigits: 6 });

const verticalLine = (x: number, label: string) =>
  `<path stroke="#ddd" d="M${x} ${FRAME.top}V${HEIGHT - FRAME.bottom}"/>` +
  text(x, HEIGHT - FRAME.bottom + 16, label, 'middle', 11);

const horizontalLine = (y: number, label: string) =>
  `<path stroke="#ddd" d="M${FRAME.left} ${y}H${WIDTH - FRAME.right}"/>` +
  text(FRAME.left - 6, y + 4, label, 'end', 11);

const text = (x: number, y: number, content: string, anchor: string, size = 12) =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}">${encode(content)}</text>`;
