import type { LimitSources } from '../config/build-config.js';
import type { SiteConfig } from '../config/config.js';
import { keyOfLimit, renderValue, VALUES } from '../config/limits/limit.js';
import { type LimitRow, type ReportCell, type RowPlace, renderRowPlace } from '../config/limits/limit-row.js';
import { pathOfValue, type YamlLimit } from '../config/limits/yaml-limits.js';
import { Miss } from './choice-finder.js';
import type { LiveSite } from './live-site.js';
import { openSiteRows } from './site-rows.js';
import { createSubjectFinder } from './subject-finder.js';
import { type Cells, setCells, type TableDraft } from './table-draft.js';

/** Sets the values of a row and reports problems. Returns a hint if its names are new. */
export type SiteEditor = (row: LimitRow, report: ReportCell) => string | undefined;

/**
 * Creates the function that sets rows in the tables of a site.
 *
 * @param live undefined offline.
 */
export function createSiteEditor(
  site: SiteConfig,
  sources: LimitSources,
  [first, ...others]: readonly TableDraft[],
  live: LiveSite | undefined,
): SiteEditor {
  if (!first)
    return (_, report) => {
      report('site', `${site.name} has no table; set limits: stock.csv for it in the configuration`);
      return undefined;
    };
  const names = new Map(
    [first, ...others].flatMap(({ rows }) => rows.map(({ source, cells }) => [source, cells.name])),
  );
  const finder = createSubjectFinder({
    live,
    limits: [...sources.rows, ...sources.yaml],
    productNames: new Map(sources.rows.flatMap(({ product, row }) => [[product, names.get(row) ?? '']])),
  });
  const { columns } = first.table;
  const showsName = columns.length === 0 || columns.includes('name');
  const shown = new Map(live?.catalogue.products.map(({ id, name }) => [id, showsName ? name : '']));
  const own = openSiteRows(site.name, [first, ...others], sources.rows, finder);
  const yaml = new Map(sources.yaml.map((limit) => [finder.keyOf(limit), limit]));
  const seen = new Map<string, RowPlace>();

  return (row, report) => {
    const product = finder.product(row.product);
    if (product instanceof Miss) return void report(product.column, product.message);
    const found = finder.any(product, row.subject);
    if (found instanceof Miss) return void report(found.column, found.message);
    const { subject, hint } = found;
    const key = keyOfLimit({ product, subject });
    const same = seen.get(key);
    if (same) report('', `the same as in ${renderRowPlace(same)}; delete one of the two rows`);
    seen.set(key, row.place);
    const current = own.byKey.get(key);
    const cells = same ? undefined : newCells(row, current?.cells ?? {}, yaml.get(key), sources, report);
    if (cells && current) setCells(current, cells);
    else if (cells && Object.values(cells).some((cell) => cell !== ''))
      own.add(key, product, subject, { name: shown.get(product) ?? '', ...cells });
    return hint;
  };
}

/** Returns the cells that a row sets; undefined if they are invalid. */
function newCells(
  { values }: LimitRow,
  current: Cells,
  set: YamlLimit | undefined,
  { locate }: LimitSources,
  report: ReportCell,
): Cells | undefined {
  const cells: Cells = {};
  let isValid = true;
  for (const name of VALUES) {
    const [value, other] = [values[name], set?.values[name]];
    if (value === undefined || value === other) continue;
    if (set && other !== undefined) {
      isValid = false;
      report(
        name,
        `${locate(pathOfValue(set, name))} sets ${renderValue(other)}; ` +
          'change it there, or move it with discover --move',
      );
    }
    cells[name] = value === 'default' || (name === 'capacity' && value === 'none') ? '' : String(value);
  }
  const [warning, critical] = (['warning', 'critical'] as const).map((name) =>
    Number.parseInt(cells[name] ?? current[name] ?? String(set?.values[name]), 10),
  );
  if (warning !== undefined && critical !== undefined && critical > warning) {
    isValid = false;
    report(
      values.critical === undefined ? 'warning' : 'critical',
      `critical ${critical} must not be above warning ${warning}`,
    );
  }
  return isValid ? cells : undefined;
}
