import { countNoun } from '../../count-noun.js';
import { readCombination } from './combination-text.js';
import type { LimitValues, Subject } from './limit.js';
import { MOST_UNITS, units } from './limits-schema.js';

/**
 * The columns of a table in their order. Those that are only shown are written by `discover`, and ignored.
 */
const COLUMNS = {
  site: 'read',
  product: 'read',
  name: 'shown',
  option: 'read',
  choice: 'read',
  combination: 'read',
  capacity: 'read',
  warning: 'read',
  critical: 'read',
  stock: 'shown',
  in_use: 'shown',
} as const;
export type TableColumn = keyof typeof COLUMNS;

/** A column that is read. */
export type Column = { [C in TableColumn]: (typeof COLUMNS)[C] extends 'read' ? C : never }[TableColumn];

export const TABLE_COLUMNS = Object.keys(COLUMNS) as readonly TableColumn[];

export const isRead = (column: TableColumn | undefined): column is Column =>
  column !== undefined && COLUMNS[column] === 'read';

/** Where a row begins: its file as the user names it, and the line, from 1. */
export type RowPlace = { readonly file: string; readonly line: number };

/** A row of a table in any format. A blank cell is left out. */
export type Row = {
  readonly place: RowPlace;
  readonly cells: Readonly<Partial<Record<Column, string>>>;
};

/** What is wrong with a row, or with one of its cells. */
export type RowProblem = RowPlace & { readonly column: Column | ''; readonly message: string };

export const renderRowPlace = ({ file, line }: RowPlace): string => `${file}:${line}`;

export const renderRowProblem = ({ column, message, ...place }: RowProblem): string =>
  `${renderRowPlace(place)}: ${column === '' ? '' : `${column}: `}${message}`;

/** Reports a problem of a cell, or of the whole row if there is no column. */
export type ReportCell = (column: Column | '', message: string) => void;

/** A row with valid syntax. Whether its names exist is not checked yet. */
export type LimitRow = {
  readonly place: RowPlace;
  readonly site: string | undefined;
  /** An id or a name. */
  readonly product: string;
  readonly subject: RowSubject;
  readonly values: LimitValues;
};

/** `import` accepts a choice without its option. */
export type RowSubject =
  | Subject
  | { readonly kind: 'choice'; readonly option: undefined; readonly choice: string };

/** Parses a row and reports every syntax problem. */
export function readLimitRow({ place, cells }: Row, report: ReportCell): LimitRow | undefined {
  let isValid = true;
  const refuse: ReportCell = (column, message) => {
    isValid = false;
    report(column, message);
  };
  const product = cells.product?.trim();
  if (product === undefined) refuse('product', 'empty; set the id of a product');
  const subject = readSubject(cells, refuse);
  const values = {
    capacity: readValue(cells.capacity, ['none'], 'capacity', refuse),
    warning: readValue(cells.warning, ['none', 'default'], 'warning', refuse),
    critical: readValue(cells.critical, ['none', 'default'], 'critical', refuse),
  };
  if (subject?.kind === 'product' && values.capacity !== undefined)
    refuse('capacity', "a product's stock is set in WHMCS; only choices and combinations have a capacity");
  if (!isValid || product === undefined || !subject) return undefined;
  return { place, site: cells.site?.trim(), product, subject, values };
}

function readSubject(
  { option, choice, combination }: Row['cells'],
  report: ReportCell,
): RowSubject | undefined {
  if (combination !== undefined) {
    if (option !== undefined || choice !== undefined)
      report('combination', 'the row names an option or a choice as well; a row is about one thing');
    const when = readCombination(combination);
    if (!when) report('combination', 'expected choices by option, such as Location=Tokyo, RAM=64 GB');
    return when && { kind: 'combination', when };
  }
  if (choice !== undefined) return { kind: 'choice', option, choice };
  if (option === undefined) return { kind: 'product' };
  report('choice', 'empty, but the row names an option; name one of its choices');
  return undefined;
}

/** @param words accepted in place of a number. */
function readValue<Word extends string>(
  cell: string | undefined,
  words: readonly Word[],
  column: Column,
  report: ReportCell,
): number | Word | undefined {
  const text = cell?.trim().toLowerCase() ?? '';
  if (text === '') return undefined;
  const word = words.find((known) => known === text);
  if (word !== undefined) return word;
  const { data } = units.safeParse(text);
  if (data !== undefined) return data;
  const expected = [`a whole number from 0 to ${MOST_UNITS}`, ...words].join(' or ');
  report(column, `expected ${expected}, found ${describe(text)}`);
  return undefined;
}

/** Describes a cell. Only a short number is quoted: anything else may be a secret in the wrong place. */
export function describe(text: string): string {
  if (/^[\p{N}\p{P}\p{S}\s]{1,12}$/u.test(text)) return JSON.stringify(text);
  return `a text of ${countNoun(text.length, 'character')}`;
}
