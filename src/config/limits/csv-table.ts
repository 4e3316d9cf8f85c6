import { nameKey } from '../key-names.js';
import { type Csv, CsvFault, type CsvRecord, NEW_CSV, parseCsv } from './csv.js';
import {
  type Column,
  isRead,
  type Row,
  type RowProblem,
  TABLE_COLUMNS,
  type TableColumn,
} from './limit-row.js';

/** A table of limits in CSV. */
export type CsvTable = {
  readonly file: string;
  /** The file as it was read; undefined if it does not exist. */
  readonly text: string | undefined;
  readonly csv: Csv;
  /** What each column of the header is; undefined for an empty one. */
  readonly columns: readonly (TableColumn | undefined)[];
  readonly rows: readonly CsvRow[];
  readonly problems: readonly RowProblem[];
};

export type CsvRow = Row & { readonly record: CsvRecord };

export const emptyTable = (file: string, text?: string): CsvTable => ({
  file,
  text,
  csv: NEW_CSV,
  columns: [],
  rows: [],
  problems: [],
});

/** Reads a table by the column names in its first line. A file without any text is an empty table. */
export function readCsvTable(file: string, text: string): CsvTable {
  let csv: Csv;
  try {
    csv = parseCsv(text);
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    const { line, cell, message } = error;
    return { ...emptyTable(file, text), problems: [{ file, line, column: nameCell(text, cell), message }] };
  }
  const [header, ...records] = csv.records;
  if (!header) return { ...emptyTable(file, text), csv };
  const columns = header.cells.map(findColumn);
  const faults = [...findHeaderFaults(header.cells, columns)];
  if (faults.length > 0) {
    const problems = faults.map((message) => ({ file, line: header.line, column: '' as const, message }));
    return { file, text, csv, columns, rows: [], problems }; // what the cells mean is unknown
  }
  const rows: CsvRow[] = [];
  const problems: RowProblem[] = [];
  for (const record of records) {
    const place = { file, line: record.line };
    if (record.cells.every((cell, index) => columns[index] !== undefined || cell.trim() === ''))
      rows.push({ place, cells: nameCells(record, columns), record });
    else problems.push({ ...place, column: '', message: 'a cell in a column without a name' });
  }
  return { file, text, csv, columns, rows, problems };
}

/** Returns the column of that name, in any case; undefined if there is none. */
export function findColumn(name: string): TableColumn | undefined {
  const key = name.trim().toLowerCase();
  return TABLE_COLUMNS.find((column) => column === key);
}

const EXPECTED = `the columns are ${TABLE_COLUMNS.filter(isRead).join(', ')}`;

export const describeUnknownColumn = (name: string): string =>
  `unknown column ${nameKey(name.trim().toLowerCase())}; ${EXPECTED}`;

function* findHeaderFaults(names: readonly string[], columns: CsvTable['columns']): Generator<string> {
  if (!columns.includes('product')) {
    yield `the first line names no column "product"; ${EXPECTED}`; // no table at all, perhaps of secrets
    return;
  }
  for (const [index, column] of columns.entries()) {
    if (column === undefined && names[index]?.trim() !== '') yield describeUnknownColumn(names[index] ?? '');
    if (column !== undefined && columns.indexOf(column) < index) yield `a second column "${column}"`;
  }
}

function nameCells({ cells }: CsvRecord, columns: CsvTable['columns']): Row['cells'] {
  const named: Partial<Record<Column, string>> = {};
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? '';
    if (isRead(column) && cell.trim() !== '') named[column] = cell;
  }
  return named;
}

/** Returns the name of the column of a cell in a table that can't be parsed as a whole. */
function nameCell(text: string, cell: number): Column | '' {
  try {
    const [first = '', second = ''] = text.split(/\r\n?|\n/, 2);
    const [header] = parseCsv(/^\uFEFF?"?sep=/i.test(first) ? `${first}\n${second}` : first).records;
    const column = findColumn(header?.cells[cell] ?? '');
    return isRead(column) ? column : '';
  } catch {
    return '';
  }
}
