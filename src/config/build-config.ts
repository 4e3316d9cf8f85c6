import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import type { Config } from './config.js';
import { type Cursor, createCursor } from './cursor.js';
import { describeIssues } from './issues.js';
import type { CsvTable } from './limits/csv-table.js';
import type { RowProblem } from './limits/limit-row.js';
import { readLimitsTables, setsValue, type TableLimit } from './limits/limits-tables.js';
import { MeasureBook } from './limits/measure-book.js';
import { mergeLimits } from './limits/merge-limits.js';
import { readYamlLimits, type YamlLimit } from './limits/yaml-limits.js';
import { readPools } from './limits/yaml-pools.js';
import { ConfigError, type Problem, renderProblem } from './problem.js';
import { buildPrometheus, resolvePrometheus } from './prometheus.js';
import { configSchema, type ParsedSite } from './schema.js';
import { type ConfigFile, showConfig } from './shown-config.js';
import { buildSite } from './site.js';
import { checkSettings, DEFAULT_CONCURRENCY, mergeSettings } from './site-settings.js';
import { type ResolvedSite, resolveSites } from './sites.js';
import type { Environment } from './variables.js';
import type { ConfigDocument } from './yaml/document.js';

/** A configuration, and the sources of its limits. */
export type LoadedConfig = {
  readonly config: Config;
  /** Per site, in the order of the configuration. */
  readonly limitSources: readonly LimitSources[];
};

/** Where the limits of a site are set. */
export type LimitSources = {
  /** The limits of `products`. */
  readonly yaml: readonly YamlLimit[];
  /** Returns the location of a path of `products`, such as `config.yaml:31:19`. */
  readonly locate: (path: readonly PropertyKey[]) => string;
  /** Returns the lines of a path of `products`, such as `config.yaml:28-36`. */
  readonly lines: (path: readonly PropertyKey[]) => string;
  readonly tables: readonly CsvTable[];
  /** The rows of the site in its tables. */
  readonly rows: readonly TableLimit[];
};

/**
 * Builds the configuration of a document: validates it, reads its files and tables, merges `defaults` and
 * built-in defaults into each site, and runs the checks across fields.
 *
 * @param isMissingEmpty whether a table that is missing or has no text counts as an empty one.
 * @throws {ConfigError} with every problem.
 */
export async function buildConfig(
  document: ConfigDocument,
  file: string,
  env: Environment,
  isMissingEmpty = false,
): Promise<LoadedConfig> {
  const problems: Problem[] = [...document.problems];
  const warnings: Problem[] = [];
  const refuse = (): never => {
    throw new ConfigError(file, problems);
  };
  if (document.value === undefined && problems.length > 0) refuse();
  const root = createCursor(document, {
    report: (problem) => problems.push(problem),
    warn: (warning) => warnings.push(warning),
  });

  const parsed = configSchema.safeParse(document.value);
  if (!parsed.success) problems.push(...describeIssues(parsed.error.issues, document));
  const resolved = await resolveSites(root, dirname(file), env);
  const queried = await resolvePrometheus(root.at('prometheus'), dirname(file), env);
  const tables = await readLimitsTables(root, file, isMissingEmpty);
  problems.push(...tables.problems.map(toProblem));
  if (!parsed.success) return refuse();

  const { collector, prometheus, defaults = {}, sites } = parsed.data;
  const drafts = sites.map((site, index) => {
    const settings = mergeSettings(defaults, site);
    const place = root.at('sites').at(index);
    checkSettings(settings, place);
    const places = placesOf(document, file, ['sites', index, 'products']);
    const [files, rows] = [tables.tables[index] ?? [], tables.limits[index] ?? []];
    const book = new MeasureBook();
    const yaml = readYamlLimits(site.products, book, place.at('products'));
    const pools = readPools(site.pools, book, place.at('pools'));
    if (!prometheus) book.first?.report(NO_PROMETHEUS);
    const sources = { yaml, ...places, tables: files, rows };
    const set = rows.filter(setsValue);
    const limits = mergeLimits(sources.yaml, set, idsOfAll(site), places.locate);
    problems.push(...limits.problems.map(toProblem));
    const { products } = limits;
    return {
      site,
      settings,
      sources,
      rows: set,
      limits: { products, pools, measures: book.measures },
      warnings: limits.warnings,
    };
  });
  if (problems.length > 0) return refuse();
  const warningsBelow = (prefix: string): readonly string[] =>
    warnings.filter(({ path }) => path.startsWith(prefix)).map((warning) => renderProblem(file, warning));
  const concurrency = collector?.concurrency ?? DEFAULT_CONCURRENCY;
  const server = prometheus && queried && buildPrometheus(prometheus, queried, warningsBelow('prometheus.'));
  const parts = drafts.map(({ settings }, index) => ({ settings, resolved: resolved[index] }));
  return {
    config: {
      collector: { concurrency },
      prometheus: server,
      // The schema has accepted it.
      shown: showConfig(document.value as ConfigFile, concurrency, server, parts),
      sites: drafts.flatMap(({ site, settings, rows, limits, ...draft }, index) => {
        const found = resolved[index];
        if (!found) return [];
        return buildSite(site, settings, found, {
          limits,
          warnings: [...warningsBelow(`sites[${index}].`), ...draft.warnings],
          digest: digestOf(root, index, found, rows),
        });
      }),
    },
    limitSources: drafts.map(({ sources }) => sources),
  };
}

const NO_PROMETHEUS =
  'a query needs a Prometheus; set prometheus.url at the top of the file, such as ' +
  'prometheus: { url: http://prometheus:9090 }';

/** Returns the ids of products with `combinations: all`. */
const idsOfAll = ({ products = [] }: Pick<ParsedSite, 'products'>): ReadonlySet<number> =>
  new Set(products.flatMap(({ id, combinations }) => (combinations === 'all' ? [id] : [])));

/** Returns the functions that locate values below a path of the document. */
const placesOf = (
  document: ConfigDocument,
  file: string,
  root: readonly PropertyKey[],
): Pick<LimitSources, 'locate' | 'lines'> => ({
  locate(path) {
    const { line, column } = document.locate([...root, ...path]);
    return `${file}:${line}:${column}`;
  },
  lines(path) {
    const { from, to } = document.lines([...root, ...path]);
    return `${file}:${from}${to > from ? `-${to}` : ''}`;
  },
});

const toProblem = ({ column, ...problem }: RowProblem): Problem => ({ ...problem, path: column });

/** Returns a digest of the configuration of a site. It covers secrets, so it is one-way. */
function digestOf(root: Cursor, index: number, resolved: ResolvedSite, rows: readonly TableLimit[]): string {
  const raw = [root.at('defaults').value, root.at('sites').at(index).value];
  const limits = rows.map(({ product, subject, values }) => [product, subject, values]);
  return createHash('sha256')
    .update(JSON.stringify([...raw, resolved, limits]))
    .digest('base64');
}
