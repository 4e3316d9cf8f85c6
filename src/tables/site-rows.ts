import { writeCombination } from '../config/limits/combination-text.js';
import type { Subject } from '../config/limits/limit.js';
import { setsValue, type TableLimit } from '../config/limits/limits-tables.js';
import type { SubjectFinder } from './subject-finder.js';
import { type Cells, type DraftRow, insertRow, setCells, type TableDraft } from './table-draft.js';

/** The rows of a site in its tables, by subject. */
export type SiteRows = {
  readonly byKey: ReadonlyMap<string, DraftRow>;
  /** Adds a row to the first table, below the product's other rows. */
  readonly add: (key: string, product: number, subject: Subject, cells: Cells) => DraftRow;
};

export function openSiteRows(
  site: string,
  tables: readonly [TableDraft, ...TableDraft[]],
  limits: readonly TableLimit[],
  { keyOf }: Pick<SubjectFinder, 'keyOf'>,
): SiteRows {
  const [first] = tables;
  const { columns } = first.table;
  const own: Cells = columns.length === 0 || columns.includes('site') ? { site } : {};
  const rows = new Map(tables.flatMap((table) => table.rows.map((row) => [row.source, row])));
  const inFirst = new Set(first.rows);
  const byKey = new Map<string, DraftRow>();
  const lastOf = new Map<number, DraftRow>();
  let last: DraftRow | undefined;
  for (const limit of limits) {
    const row = rows.get(limit.row);
    if (!row) continue;
    const key = keyOf(limit);
    if (!byKey.has(key) || setsValue(limit)) byKey.set(key, row);
    if (inFirst.has(row)) lastOf.set(limit.product, row);
    if (inFirst.has(row)) last = row;
  }
  return {
    byKey,
    add(key, product, subject, cells) {
      const previous = lastOf.get(product) ?? last;
      const row = insertRow(first, previous);
      lastOf.set(product, row);
      if (previous === last) last = row;
      setCells(row, { ...own, product: String(product), ...nameCells(subject), ...cells });
      byKey.set(key, row);
      return row;
    },
  };
}

function nameCells(subject: Subject): Cells {
  if (subject.kind === 'product') return {};
  if (subject.kind === 'choice') return { option: subject.option, choice: subject.choice };
  return { combination: writeCombination(subject.when) };
}
