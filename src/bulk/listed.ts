import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import { writeCombination } from './combination-text.js';
import { type CellProblem, createPlacer, type Place, TableError } from './place.js';
import { type Column, describeColumns, findColumn, type Row, type Table } from './row.js';

/**
 * Reads a list of maps, in JSON or YAML, each map a row.
 *
 * @throws {TableError} where the file does not hold such a list.
 */
export function readListed(file: string, text: string, format: 'JSON' | 'YAML'): Table {
  const place = createPlacer(file, text);
  const expected = `expected ${format === 'JSON' ? 'an array of objects' : 'a list of maps'} such as {"product": 12, "capacity": 5}`;
  if (text.trim() === '') throw new TableError(place(0), `the file is empty; ${expected}`);
  if (format === 'JSON') checkJson(text, place);
  const document = parseDocument(text, {
    lineCounter: new LineCounter(),
    prettyErrors: false,
    logLevel: 'error',
  });
  const [error] = document.errors;
  if (error)
    throw new TableError(place(error.pos[0]), `not valid ${format}: ${error.message.split('\n')[0]}`);
  const at = (node: unknown): Place => place(offsetOf(node));
  const list = document.contents;
  if (!isSeq(list)) throw new TableError(at(list), expected);

  const rows: Row[] = [];
  const problems: CellProblem[] = [];
  for (const item of list.items) {
    const read = isMap(item) ? readRow(item, at) : [{ place: at(item), name: '', message: expected }];
    if ('cells' in read) rows.push(read);
    else problems.push(...read);
  }
  return { rows, problems };
}

function readRow(item: YAMLMap, at: (node: unknown) => Place): Row | readonly CellProblem[] {
  const cells: Partial<Record<Column, string>> = {};
  const places = new Map<string, unknown>();
  const problems: CellProblem[] = [];
  for (const pair of item.items) {
    const read = readCell(pair);
    if (read === undefined) continue;
    if ('message' in read) problems.push({ place: at(read.node), name: read.name, message: read.message });
    else {
      if (read.text.trim() !== '') cells[read.column] = read.text;
      places.set(read.column, pair.value);
    }
  }
  return problems.length > 0 ? problems : { cells, locate: (column) => at(places.get(column) ?? item) };
}

type ReadCell =
  | { readonly column: Column; readonly text: string }
  | { readonly node: unknown; readonly name: string; readonly message: string };

function readCell({ key, value }: Pair): ReadCell | undefined {
  const name = isScalar(key) ? String(key.value) : '';
  const column = findColumn(name);
  if (column === undefined) return { node: key, name: '', message: describeColumns(name) };
  if (column === 'told') return undefined;
  if (isAlias(value)) return { node: value, name, message: 'an alias; write the value itself' };
  const text = value === null ? '' : textOf(value);
  if (text !== undefined) return { column, text };
  if (column === 'combination' && isMap(value)) {
    const pairs = value.items.map((pair) => [textOf(pair.key) ?? '', textOf(pair.value) ?? ''] as const);
    if (pairs.length > 0 && pairs.flat().every((part) => part !== ''))
      return { column, text: writeCombination(pairs) };
    return { node: value, name, message: 'expected choices by option' };
  }
  return { node: value, name, message: 'expected a text or a number' };
}

/** A text, or a number as it is written: 3.10 is not 3.1. */
function textOf(node: unknown): string | undefined {
  if (!isScalar(node)) return undefined;
  const { value, source } = node;
  if (value === null) return '';
  return typeof value === 'number'
    ? (source ?? String(value))
    : typeof value === 'string'
      ? value
      : undefined;
}

const offsetOf = (node: unknown): number => {
  const range =
    typeof node === 'object' && node !== null && 'range' in node ? (node as Node).range : undefined; // of a parsed node
  return range?.[0] ?? 0;
};

/** The YAML reader, which finds the places, takes more than JSON: what is written as JSON has to be JSON. */
function checkJson(text: string, place: (offset: number) => Place): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const [fault] = parseDocument(text, { prettyErrors: false, logLevel: 'error' }).errors;
    const offset = position === undefined ? (fault?.pos[0] ?? 0) : Number(position);
    throw new TableError(place(offset), 'not valid JSON; look for a missing comma, quote or bracket here');
  }
}
