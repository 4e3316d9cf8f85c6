import type { LimitSources } from '../config/build-config.js';
import type { SiteConfig } from '../config/config.js';
import { renderPath } from '../config/key-names.js';
import { VALUES } from '../config/limits/limit.js';
import { setsValue } from '../config/limits/limits-tables.js';
import { pathOfValue, type YamlLimit } from '../config/limits/yaml-limits.js';
import { isMeasured } from '../stock/measure.js';
import { type DraftRow, setCells } from './table-draft.js';

type Path = readonly PropertyKey[];

/**
 * Fills in the values of `products` in rows that have none.
 *
 * @param rowOf returns the row of a limit; undefined if it is in another table.
 * @returns the lines of YAML to delete, and what stays there, in words.
 */
export function moveLimits(
  { limits }: SiteConfig,
  { yaml, locate, lines }: LimitSources,
  rowOf: (limit: YamlLimit) => DraftRow | undefined,
): readonly string[] {
  const moved: Path[] = [];
  const kept: Path[] = [];
  const report: string[] = [];
  for (const limit of yaml) {
    if (limit.subject.kind === 'product' && limits.products.get(limit.product)?.everyCombination)
      kept.push([...limit.path, 'combinations']);
    kept.push(...limit.queries); // tables contain only numbers
    if (!setsValue(limit)) {
      if (limit.subject.kind !== 'product' && limit.queries.length === 0) kept.push(limit.path);
      continue;
    }
    const row = rowOf(limit);
    for (const name of VALUES) {
      const value = limit.values[name];
      if (value === undefined || isMeasured(value)) continue;
      const path = pathOfValue(limit, name);
      const cell = row?.cells[name]?.trim().toLowerCase() ?? '';
      if (row && (cell === '' || cell === String(value))) {
        setCells(row, { [name]: String(value) });
        moved.push(path);
      } else {
        kept.push(path);
        const why = row ? `the table has ${cell}` : 'the row is in another table';
        report.push(`not moved: ${locate(path)}: ${name} ${value}; ${why}`);
      }
    }
  }
  const keptPrefixes = new Set(kept.flatMap(prefixes).map(keyOf));
  const deleted = new Map<string, Path>();
  for (const path of moved) {
    const whole = prefixes(path).find((prefix) => !keptPrefixes.has(keyOf(prefix)));
    if (whole) deleted.set(keyOf(whole), whole);
  }
  return [
    ...report,
    ...[...deleted.values()].map((path) => `delete: ${lines(path)}: ${renderPath(['products', ...path])}`),
  ];
}

/** Every path from the root to a path, shortest first. */
const prefixes = (path: Path): readonly Path[] =>
  [...path.keys(), path.length].map((length) => path.slice(0, length));

const keyOf = (path: Path): string => JSON.stringify(path);
