import type { CsvRow, CsvTable } from '../config/limits/csv-table.js';
import { TABLE_COLUMNS, type TableColumn } from '../config/limits/limit-row.js';
import { guardText } from '../config/limits/spreadsheet-text.js';
import { countNoun } from '../count-noun.js';

export type Cells = Partial<Record<TableColumn, string>>;

/** A row to be written. */
export type DraftRow = {
  readonly cells: Cells;
  /** The row in the file; undefined for a new row. */
  readonly source: CsvRow | undefined;
  isChanged: boolean;
  isRemoved: boolean;
};

/** A table that is being edited. Unchanged rows keep every character. */
export type TableDraft = {
  readonly table: CsvTable;
  readonly rows: DraftRow[];
};

export const openDraft = (table: CsvTable): TableDraft => ({
  table,
  rows: table.rows.map((row) => createRow(readCells(table, row), row)),
});

const createRow = (cells: Cells, source?: CsvRow): DraftRow => ({
  cells,
  source,
  isChanged: !source,
  isRemoved: false,
});

function readCells({ columns }: CsvTable, { record }: CsvRow): Cells {
  const cells: Cells = {};
  for (const [index, column] of columns.entries()) {
    const cell = record.cells[index];
    if (column !== undefined && cell) cells[column] = cell;
  }
  return cells;
}

/** Sets cells of a row. A cell that already has the same value in another notation is kept. */
export function setCells(row: DraftRow, cells: Cells): void {
  for (const column of TABLE_COLUMNS) {
    const cell = cells[column];
    if (cell === undefined || (row.cells[column] ?? '').trim() === cell) continue;
    row.cells[column] = cell;
    row.isChanged = true;
  }
}

/** Adds an empty row after `previous`, or at the end. */
export function insertRow({ rows }: TableDraft, previous: DraftRow | undefined): DraftRow {
  const row = createRow({});
  rows.splice(previous ? rows.indexOf(previous) + 1 : rows.length, 0, row);
  return row;
}

/** Describes how many rows are added, changed or removed; undefined if there are none. */
export function describeChanges(draft: TableDraft): string | undefined {
  const counts = { added: 0, changed: 0, removed: 0 };
  for (const { source, isChanged, isRemoved } of draft.rows) {
    if (isRemoved) counts.removed += 1;
    else if (!source) counts.added += 1;
    else if (isChanged) counts.changed += 1;
  }
  const words = Object.entries(counts).flatMap(([what, number]) =>
    number === 0 ? [] : [`${countNoun(number, 'row')} ${what}`],
  );
  return words.length === 0 ? undefined : words.join(', ');
}

/** Writes the table with its own byte order mark, delimiter and line ends. A new table has commas. */
export function renderTable(draft: TableDraft): string {
  const { separatorLine, hasByteOrderMark, lineEnd } = draft.table.csv;
  const lines = renderLines(draft).flatMap(({ after }) => after ?? []);
  const text = [...(separatorLine === undefined ? [] : [separatorLine]), ...lines, ''].join('\n');
  // Without a byte order mark Excel reads text as Latin-1.
  const mark = hasByteOrderMark || /[^\n -~]/.test(text) ? '\uFEFF' : '';
  return mark + text.replaceAll('\n', lineEnd);
}

/** Renders the changes as a unified diff without context. */
export function renderDiff(draft: TableDraft): string {
  const { file } = draft.table;
  const hunks: string[] = [];
  let shift = 0;
  let next = 1;
  for (const { line = next, before, after } of renderLines(draft)) {
    const [removed, added] = [before?.split('\n') ?? [], after?.split('\n') ?? []];
    next = line + removed.length;
    if (before === after) continue;
    hunks.push(`@@ -${range(line, removed)} +${range(line + shift, added)} @@`);
    hunks.push(...removed.map((text) => `-${text}`), ...added.map((text) => `+${text}`));
    shift += added.length - removed.length;
  }
  return [`--- ${file}`, `+++ ${file}`, ...hunks, ''].join('\n');
}

const range = (line: number, { length }: readonly string[]): string =>
  `${length === 0 ? line - 1 : line},${length}`;

/** A record of the file before and after the edit; undefined where it does not exist. */
type Line = {
  readonly line: number | undefined;
  readonly before: string | undefined;
  readonly after: string | undefined;
};

function renderLines({ table, rows }: TableDraft): readonly Line[] {
  const [header] = table.csv.records;
  const used = TABLE_COLUMNS.filter((column) => !header || rows.some(({ cells }) => cells[column]));
  const added = used.filter((column) => !table.columns.includes(column));
  const columns =
    added.length === 0
      ? table.columns
      : [...table.columns.filter((column) => column !== undefined), ...added];
  const { delimiter } = table.csv;
  const render = (cells: readonly string[]) =>
    cells.map((cell) => quoteCell(cell, delimiter)).join(delimiter);
  const renderRow = ({ cells, source, isChanged }: DraftRow) =>
    source && !isChanged && added.length === 0
      ? source.record.raw
      : render(columns.map((column) => renderCell(column, column && cells[column])));
  return [
    {
      line: header?.line,
      before: header?.raw,
      after: header && added.length === 0 ? header.raw : render(columns.map((column) => column ?? '')),
    },
    ...rows.map((row) => ({
      line: row.source?.record.line,
      before: row.source?.record.raw,
      after: row.isRemoved ? undefined : renderRow(row),
    })),
  ];
}

/** Quotes a cell that contains a special character of any CSV dialect. */
const quoteCell = (cell: string, delimiter: string): string =>
  /["\n\r\t,;]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;

const NUMBERS: readonly (TableColumn | undefined)[] = ['capacity', 'warning', 'critical', 'stock', 'in_use'];

const renderCell = (column: TableColumn | undefined, cell = ''): string =>
  NUMBERS.includes(column) ? cell : guardText(cell);
