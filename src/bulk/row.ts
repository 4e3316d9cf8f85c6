import type { CellProblem, Place } from './place.js';

/** What a table of changes may say of something. */
export const COLUMNS = [
  'site',
  'product',
  'option',
  'choice',
  'combination',
  'capacity',
  'warning',
  'critical',
] as const;
export type Column = (typeof COLUMNS)[number];

/** What only the export says, for people. */
const TOLD_COLUMNS = ['name', 'stock', 'in_use'];

/** One row of a table, whatever its format. An empty cell says nothing, as one that is not there. */
export type Row = {
  readonly cells: Readonly<Partial<Record<Column, string>>>;
  /** Where a cell stands; where the row does, if it has no such cell. */
  locate(column: Column | ''): Place;
};

/** A file as it was read: its rows, and what could not be made a row. */
export type Table = { readonly rows: readonly Row[]; readonly problems: readonly CellProblem[] };

/** @returns the column of that name; `told` for one that is passed over; undefined where there is none. */
export function findColumn(name: string): Column | 'told' | undefined {
  const key = name.trim().toLowerCase();
  if (TOLD_COLUMNS.includes(key)) return 'told';
  return COLUMNS.find((column) => column === key);
}

/** What to say of a column that is none. */
export const describeColumns = (name: string): string =>
  `unknown column ${JSON.stringify(name.trim())}; there are ${COLUMNS.join(', ')}`;
