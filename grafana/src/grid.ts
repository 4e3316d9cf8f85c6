import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { GridPos, Panel } from '@grafana/grafana-foundation-sdk/dashboard';

/** The methods of every kind of panel builder. */
export type AnyPanel = Builder<Panel> & {
  id(id: number): AnyPanel;
  gridPos(place: GridPos): AnyPanel;
};

/** A column of panels: its width, and each panel with its height. */
type Column = { readonly width: number; readonly panels: readonly (readonly [height: number, AnyPanel])[] };

/** Columns side by side, all of the same height, with a total width of 24. */
export type Row = readonly Column[];

/** Returns a row of panels of the same height, side by side. */
export const row = (height: number, ...panels: readonly (readonly [width: number, panel: AnyPanel])[]): Row =>
  panels.map(([width, panel]) => ({ width, panels: [[height, panel]] }));

/** Returns a column of panels, one below the other. */
export const column = (
  width: number,
  ...panels: readonly (readonly [height: number, AnyPanel])[]
): Column => ({
  width,
  panels,
});

/** Returns the height of rows. */
export const heightOf = (rows: readonly Row[]): number =>
  rows.reduce((sum, columns) => sum + Math.max(...columns.map(height)), 0);

const height = ({ panels }: Column): number => panels.reduce((sum, [height]) => sum + height, 0);

/**
 * Places rows below each other and numbers their panels.
 *
 * @param from the number of the first panel, and where the first row begins.
 */
export function place(rows: readonly Row[], from = { id: 1, top: 0 }): AnyPanel[] {
  const placed: AnyPanel[] = [];
  let { top } = from;
  for (const columns of rows) {
    let x = 0;
    let bottom = top;
    for (const { width, panels } of columns) {
      let y = top;
      for (const [height, panel] of panels) {
        placed.push(panel.id(from.id + placed.length).gridPos({ x, y, w: width, h: height }));
        y += height;
      }
      x += width;
      bottom = Math.max(bottom, y);
    }
    top = bottom;
  }
  return placed;
}
