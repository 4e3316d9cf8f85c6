import type { LimitSources } from '../config/build-config.js';
import { keyOfLimit, type Subject, VALUES } from '../config/limits/limit.js';
import { renderRowPlace } from '../config/limits/limit-row.js';
import type { TableLimit } from '../config/limits/limits-tables.js';
import { countNoun } from '../count-noun.js';
import { quote } from '../stock/finder.js';
import { foldName } from '../stock/names.js';
import { Miss } from './choice-finder.js';
import type { LiveSite } from './live-site.js';
import { moveLimits } from './move-limits.js';
import { type ListedSubject, listSubjects } from './site-listing.js';
import { openSiteRows } from './site-rows.js';
import { createSubjectFinder } from './subject-finder.js';
import { type Cells, type DraftRow, setCells, type TableDraft } from './table-draft.js';

/** A table, and how a site uses it. */
export type SiteTable = {
  readonly live: LiveSite;
  readonly sources: LimitSources;
  readonly draft: TableDraft;
  /** The site's rows in the table. */
  readonly rows: readonly TableLimit[];
  /** The site's rows in its other tables. */
  readonly others: readonly TableLimit[];
  /** Whether the site's `limits` names the table. */
  readonly isOwn: boolean;
  /** Whether new rows go into the table. */
  readonly takesNew: boolean;
};

/**
 * Updates the rows of a site to what WHMCS lists. Configured values are kept.
 *
 * @returns one line per new, renamed or removed subject.
 */
export function refreshSite(
  table: SiteTable,
  { move, prune }: { readonly move: boolean; readonly prune: boolean },
): readonly string[] {
  const { live, sources, draft, rows, others, isOwn, takesNew } = table;
  const report: string[] = [];
  const finder = createSubjectFinder({
    live,
    limits: [...rows, ...others, ...sources.yaml],
    productNames: new Map(),
  });
  const own = openSiteRows(live.site.name, [draft], rows, finder);
  const otherByKey = new Map(others.map((limit) => [finder.keyOf(limit), limit]));
  const drafts = new Map(draft.rows.map((row) => [row.source, row]));
  for (const { product, subject, place, row } of rows) {
    const found = finder.listed(product, subject);
    if (!(found instanceof Miss)) continue;
    const gone = drafts.get(row);
    if (gone) gone.isRemoved = prune;
    report.push(`${prune ? 'removed' : 'gone'}: ${renderRowPlace(place)}: ${found.message}`);
  }
  function add(key: string, product: number, subject: Subject, cells: Cells): DraftRow {
    const values = otherByKey.get(key)?.row.cells ?? {};
    return own.add(key, product, subject, { ...pickValues(values), ...cells });
  }

  const added = new Map<string, number>();
  const renamed = new Set<string>();
  for (const listed of listSubjects(live, finder)) {
    const { product, subject } = listed;
    const key = keyOfLimit({ product: product.id, subject });
    const row = own.byKey.get(key);
    if (row) {
      const { name = '' } = row.cells;
      if (name !== '' && foldName(name) !== foldName(product.name))
        renamed.add(`renamed: ${product.id} ${quote(name)} -> ${quote(product.name)}`);
      setCells(row, informativeCells(listed));
    } else if (takesNew && listed.isExposed && !(isOwn && otherByKey.has(key))) {
      add(key, product.id, subject, informativeCells(listed));
      const label = `new: ${product.id} ${product.name}`;
      added.set(label, (added.get(label) ?? 0) + 1);
    }
  }
  report.push(...renamed);
  if (rows.length > 0)
    report.push(...[...added].map(([label, number]) => `${label} (${countNoun(number, 'row')})`));
  else report.push(countNoun(added.size, 'product'));
  if (!move) return report;

  const moved = moveLimits(live.site, sources, (limit) => {
    const key = finder.keyOf(limit);
    const row = own.byKey.get(key);
    if (row || (isOwn && otherByKey.has(key))) return row;
    return add(key, limit.product, limit.subject, {});
  });
  return [...report, ...moved];
}

const pickValues = (cells: Cells): Cells =>
  Object.fromEntries(VALUES.flatMap((name) => (cells[name] ? [[name, cells[name]]] : [])));

function informativeCells({ product, stock, inUse }: ListedSubject): Cells {
  return {
    name: product.name,
    stock: String(stock.kind === 'limited' ? stock.quantity : stock.kind),
    in_use: inUse === undefined ? '' : String(inUse),
  };
}
