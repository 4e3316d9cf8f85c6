import { isMap, isNode, isScalar, isSeq } from 'yaml';
import { writeCombination } from '../config/limits/combination-text.js';
import { describeUnknownColumn, findColumn } from '../config/limits/csv-table.js';
import { type Column, isRead, type Row, type RowProblem } from '../config/limits/limit-row.js';
import { describeSyntaxError, parseYaml } from '../config/yaml/yaml.js';

export type ReadRows = { readonly rows: readonly Row[]; readonly problems: readonly RowProblem[] };

/** Reads rows from a list of maps in YAML, or in JSON, which is YAML. */
export function readRowList(file: string, text: string): ReadRows {
  const { document, lines } = parseYaml(text);
  const rows: Row[] = [];
  const problems: RowProblem[] = [];
  const lineAt = (offset = 0) => Math.max(1, lines.linePos(offset).line);
  const refuse = (node: unknown, message: string, column: Column | '' = '') =>
    problems.push({ file, line: lineAt(isNode(node) ? node.range?.[0] : 0), column, message });

  for (const error of document.errors)
    problems.push({ file, line: lineAt(error.pos[0]), column: '', message: describeSyntaxError(error) });
  const list = document.contents;
  if (problems.length > 0 || !list || (isScalar(list) && list.value === null)) return { rows, problems };
  for (const item of isSeq(list) ? list.items : [list]) {
    if (!isMap(item) || !isSeq(list)) {
      refuse(item, 'expected a list of maps such as {"product": 12, "warning": 5}');
      continue;
    }
    const cells: Partial<Record<Column, string>> = {};
    const before = problems.length;
    for (const { key, value } of item.items) {
      const name = isScalar(key) ? String(key.value) : '';
      const column = findColumn(name);
      if (column === undefined) refuse(key, describeUnknownColumn(name));
      if (!isRead(column)) continue;
      if (cells[column] !== undefined) refuse(key, `a second "${column}"`);
      const cell = textOf(value, column);
      if (cell === undefined) refuse(value, 'expected a text or a number', column);
      else if (cell.trim() !== '') cells[column] = cell;
    }
    const line = lineAt(item.range?.[0]);
    if (problems.length === before) rows.push({ place: { file, line }, cells });
  }
  return { rows, problems };
}

/** Returns a value as the text of a cell. A number keeps its notation: 3.10 is not 3.1. */
function textOf(node: unknown, column?: Column): string | undefined {
  if (node === null) return '';
  if (isScalar(node)) {
    const { value, source } = node;
    if (typeof value === 'number') return source ?? String(value);
    return typeof value === 'string' ? value : value === null ? '' : undefined;
  }
  if (column !== 'combination' || !isMap(node)) return undefined;
  const pairs = node.items.map(({ key, value }) => [textOf(key) ?? '', textOf(value) ?? ''] as const);
  return pairs.flat().includes('') ? undefined : writeCombination(pairs);
}
