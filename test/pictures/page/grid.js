const CELL = 30;
const MARGIN = 8;
const COLUMNS = 24;
/** Beside and above the grid. */
export const PADDING = 16;

const columnOf = (pageWidth) => (pageWidth - 2 * PADDING - (COLUMNS - 1) * MARGIN) / COLUMNS;

/** Width and height in pixels of a panel on Grafana's grid of 24 columns. */
export const sizeOf = ({ w, h }, pageWidth) => ({
  width: w * columnOf(pageWidth) + (w - 1) * MARGIN,
  height: h * CELL + (h - 1) * MARGIN,
});

/** Where a panel begins, in pixels. */
export const placeOf = ({ x, y }, pageWidth) => ({
  left: PADDING + x * (columnOf(pageWidth) + MARGIN),
  top: y * (CELL + MARGIN),
});

/** The height in pixels of a grid of these panels. */
export const heightOf = (panels) =>
  Math.max(...panels.map(({ gridPos: { y, h } }) => y + h)) * (CELL + MARGIN) + MARGIN;
