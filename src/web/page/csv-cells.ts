import { guardText } from '../../config/limits/spreadsheet-text.js';

export type Cell = string | number | undefined;

/** Writes lines of CSV for spreadsheets. */
export const writeCells = (lines: readonly (readonly Cell[])[]): string =>
  lines.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('');

/** Renders a cell. Guards text that a spreadsheet would run or change, except times. */
function cellOf(value: Cell): string {
  if (value === undefined || value === '') return '';
  if (typeof value === 'number') return String(value);
  const text = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? value : guardText(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
