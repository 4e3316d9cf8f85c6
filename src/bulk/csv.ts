import { CsvError, parse } from 'csv-parse/sync';
import { findFault, scanRow } from './csv-cells.js';
import { unescapeFormula } from './formula.js';
import { type CellProblem, createPlacer, type Place, TableError } from './place.js';
import { COLUMNS, type Column, describeColumns, findColumn, type Row, type Table } from './row.js';

const DELIMITERS = [',', ';', '\t'];

/**
 * Reads comma-separated values, by the columns that the first line names.
 *
 * @param text with line ends as `\n`.
 * @param delimiter what separates cells; found out from the first line where it is not said.
 * @throws {TableError} where the file has no header, or its quotes don't fit together.
 */
export function readCsv(file: string, text: string, delimiter = detectDelimiter(text)): Table {
  const place = createPlacer(file, text);
  const [header, ...records] = parseRecords(text, delimiter, place);
  if (!header)
    throw new TableError(place(0), `the file is empty; its first line names ${COLUMNS.join(', ')}`);
  const columns = header.cells.map(findColumn);
  const cellPlace = (record: CsvRecord, index: number): Place => {
    const row = scanRow(text, delimiter, record.offset);
    return place('starts' in row ? (row.starts[index] ?? record.offset) : record.offset);
  };

  const problems = [...findHeaderProblems(header.cells, columns)].map(({ index, message }) => ({
    place: cellPlace(header, index),
    name: '',
    message,
  }));
  if (problems.length > 0) return { rows: [], problems }; // what the cells are is not known
  const filled = records.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const rows: Row[] = [];
  const surplus: CellProblem[] = [];
  for (const record of filled) {
    const extra = record.cells.findIndex((cell, at) => at >= columns.length && cell.trim() !== '');
    if (extra < 0) rows.push(readRow(record, columns, (index) => cellPlace(record, index)));
    else {
      const message = 'a cell beyond the columns of the header';
      surplus.push({ place: cellPlace(record, extra), name: '', message });
    }
  }
  return { rows, problems: surplus };
}

type Columns = readonly (Column | 'told' | undefined)[];

function readRow({ cells }: CsvRecord, columns: Columns, place: (index: number) => Place): Row {
  const named: Partial<Record<Column, string>> = {};
  for (const [index, column] of columns.entries()) {
    const cell = unescapeFormula(cells[index] ?? '');
    if (column !== undefined && column !== 'told' && cell.trim() !== '') named[column] = cell;
  }
  return {
    cells: named,
    locate: (column) => place(column === '' ? 0 : Math.max(0, columns.indexOf(column))),
  };
}

type CsvRecord = { readonly cells: readonly string[]; readonly offset: number };

function parseRecords(
  text: string,
  delimiter: string,
  place: (offset: number) => Place,
): readonly CsvRecord[] {
  try {
    const parsed: unknown = parse(text, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      raw: true,
    });
    let offset = 0;
    return asRecords(parsed).map(({ record, raw }) => {
      const from = offset;
      offset += raw.length;
      return { cells: record, offset: from };
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const fault = findFault(text, delimiter);
    throw new TableError(place(fault.offset), fault.message);
  }
}

/** What the parser gives where it is asked for the raw text, which its types leave out. */
const asRecords = (parsed: unknown) =>
  parsed as readonly { readonly record: readonly string[]; readonly raw: string }[];

function* findHeaderProblems(
  names: readonly string[],
  columns: Columns,
): Generator<{ readonly index: number; readonly message: string }> {
  for (const [index, column] of columns.entries()) {
    const name = names[index] ?? '';
    if (column === undefined && name.trim() === '') {
      yield { index, message: 'a column without a name' };
    } else if (column === undefined) yield { index, message: describeColumns(name) };
    else if (column !== 'told' && columns.indexOf(column) < index)
      yield { index, message: `the column ${column} is there already` };
  }
  if (!columns.includes('product')) yield { index: 0, message: 'there is no column product' };
}

function detectDelimiter(text: string): string {
  const header = (/^.*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const counted = DELIMITERS.map((sign) => ({ sign, count: header.split(sign).length }));
  return counted.toSorted((a, b) => b.count - a.count)[0]?.sign ?? ',';
}
