import { isAlias, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { writeCombination } from '../config/combination-text.js';
import { describeUnknownColumn, findColumn, isRead } from '../config/csv-table.js';
import type { Column, Row, RowProblem } from '../config/limit-row.js';

export type ReadRows = { readonly rows: readonly Row[]; readonly problems: readonly RowProblem[] };

/** Reads rows from a list of maps in JSON or YAML. */
export function readRowList(file: string, text: string, format: 'JSON' | 'YAML'): ReadRows {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    ...{ lineCounter: lines, prettyErrors: false, logLevel: 'error', uniqueKeys: true },
  });
  const rows: Row[] = [];
  const problems: RowProblem[] = [];
  const lineOf = (node: unknown) => Math.max(1, lines.linePos(offsetOf(node)).line);
  const refuse = (line: number, column: Column | '', message: string) =>
    problems.push({ file, line, column, message });
  const expected = `expected a list of ${format === 'JSON' ? 'objects' : 'maps'} such as {"product": 12, "warning": 5}`;

  const [error] = document.errors;
  const jsonFault = format === 'JSON' && text.trim() !== '' ? findJsonFault(text) : undefined;
  if (error || jsonFault !== undefined) {
    const line = lines.linePos(error?.pos[0] ?? jsonFault ?? 0).line;
    refuse(Math.max(1, line), '', `not valid ${format}; look for a missing comma, quote or bracket`);
    return { rows, problems };
  }
  const list = document.contents;
  if (list === null || (isScalar(list) && list.value === null)) return { rows, problems };
  if (!isSeq(list)) {
    refuse(lineOf(list), '', expected);
    return { rows, problems };
  }
  for (const item of list.items) {
    const line = lineOf(item);
    if (isMap(item)) {
      const cells = readCells(item, (node, column, message) => refuse(lineOf(node), column, message));
      if (cells) rows.push({ place: { file, line }, cells });
    } else refuse(line, '', expected);
  }
  return { rows, problems };
}

/** Reads the rows of a map, or reports what is wrong with it. */
function readCells(
  { items }: YAMLMap,
  refuse: (node: unknown, column: Column | '', message: string) => void,
): Row['cells'] | undefined {
  const cells: Partial<Record<Column, string>> = {};
  let isValid = true;
  for (const { key, value } of items) {
    const name = isScalar(key) ? String(key.value) : '';
    const column = findColumn(name);
    const text = isRead(column) ? textOf(value, column) : '';
    if (column === undefined) refuse(key, '', describeUnknownColumn(name));
    else if (text === undefined) refuse(value, isRead(column) ? column : '', 'expected a text or a number');
    isValid &&= column !== undefined && text !== undefined;
    if (isRead(column) && text?.trim()) cells[column] = text;
  }
  return isValid ? cells : undefined;
}

/** Returns a value as the text of a cell, a number as it is written: 3.10 is not 3.1. */
function textOf(node: unknown, column?: Column): string | undefined {
  if (node === null) return '';
  if (isScalar(node)) {
    const { value, source } = node;
    if (value === null) return '';
    if (typeof value === 'number') return source ?? String(value);
    return typeof value === 'string' ? value : undefined;
  }
  if (column !== 'combination' || !isMap(node) || isAlias(node)) return undefined;
  const pairs = node.items.map(({ key, value }: Pair) => [textOf(key) ?? '', textOf(value) ?? ''] as const);
  return pairs.every((pair) => !pair.includes('')) ? writeCombination(pairs) : undefined;
}

const offsetOf = (node: unknown): number =>
  typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
    ? Number(node.range[0])
    : 0;

/** Returns where a text is not JSON, which the reader of YAML does not see: YAML allows more. */
function findJsonFault(text: string): number | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return Number(/at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? 0);
  }
}
