import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { parse as parseDotenv } from 'dotenv';
import { z } from 'zod';
import { UserError } from '../user-error.js';
import type { Config } from './config.js';
import type { CsvTable } from './csv-table.js';
import { type ConfigDocument, readDocument } from './document.js';
import { describeIssues } from './issues.js';
import type { RowProblem } from './limit-row.js';
import { readLimitsTables, setsValue, type TableLimit } from './limits-tables.js';
import { mergeLimits } from './merge-limits.js';
import { buildPools } from './pools.js';
import { ConfigError, type Problem, renderProblem } from './problem.js';
import { configSchema } from './schema.js';
import { buildSite } from './site.js';
import { type ResolvedSite, resolveSites } from './sites.js';
import { MIB, readTextFile, TextFileError } from './text-file.js';
import { type Environment, readVariables } from './variables.js';
import { readYamlLimits, type YamlLimit } from './yaml-limits.js';

const DEFAULT_CONCURRENCY = 8;

/** A configuration, and the parts that its limits come from. */
export type LoadedConfig = {
  readonly config: Config;
  /** By site, in the order of the configuration. */
  readonly parts: readonly SiteParts[];
};

export type SiteParts = {
  /** The limits of `products`. */
  readonly yaml: readonly YamlLimit[];
  /** Returns where a path of `products` stands, such as `config.yaml:31:19`. */
  readonly locate: (path: readonly PropertyKey[]) => string;
  /** Returns the lines of a path of `products`, such as `config.yaml:28-36`. */
  readonly lines: (path: readonly PropertyKey[]) => string;
  readonly tables: readonly CsvTable[];
  /** The site's rows of its tables. */
  readonly rows: readonly TableLimit[];
};

/**
 * Reads a configuration and the tables that it names, with every default filled in.
 *
 * @param env what `${VAR}` refers to.
 * @throws {ConfigError} with all that is wrong, each with its place in the file.
 */
export async function loadConfig(file: string, env: Environment): Promise<Config> {
  return (await loadParts(file, env)).config;
}

/**
 * The same, with the parts that the limits come from.
 *
 * @param isMissingEmpty whether a table that does not exist is an empty one.
 */
export async function loadParts(
  file: string,
  env: Environment,
  isMissingEmpty = false,
): Promise<LoadedConfig> {
  const text = await readConfigText(file);
  return buildConfig(await readConfigDocument(text, env), file, env, isMissingEmpty);
}

/**
 * Reads the text of a configuration.
 *
 * @throws {ConfigError} if it can't be read.
 */
export async function readConfigText(file: string): Promise<string> {
  try {
    return await readTextFile(file, 10 * MIB);
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    const advice = error.code === undefined ? '' : '; name the configuration with --config.file';
    throw new ConfigError(file, [
      { line: error.line, column: 1, path: '', message: `${error.message}${advice}` },
    ]);
  }
}

/**
 * The same for a text.
 *
 * @param file what the text is called in messages; files that it names are looked for beside it.
 */
export async function parseConfig(text: string, env: Environment, file: string): Promise<Config> {
  return (await buildConfig(await readConfigDocument(text, env), file, env)).config;
}

const readConfigDocument = async (text: string, env: Environment): Promise<ConfigDocument> =>
  readDocument(text.replace(/^\uFEFF/, ''), await readVariables(text, env));

/** The same for a document that was read already. */
export async function buildConfig(
  document: ConfigDocument,
  file: string,
  env: Environment,
  isMissingEmpty = false,
): Promise<LoadedConfig> {
  if (document.value === undefined && document.problems.length > 0)
    throw new ConfigError(file, document.problems);
  const parsed = configSchema.safeParse(document.value);
  const shape = parsed.success ? [] : describeIssues(parsed.error.issues, document);
  const resolved = await resolveSites(document, dirname(file), env);
  const limits = await readLimitsTables(document.value, file, isMissingEmpty);
  const problems = [...document.problems, ...shape, ...resolved.problems, ...limits.problems.map(toProblem)];
  if (!parsed.success || problems.length > 0) throw new ConfigError(file, problems);

  const { collector, defaults, sites } = parsed.data;
  const parts = sites.map((site, index) => {
    const inSite = (path: readonly PropertyKey[]) => ['sites', index, 'products', ...path];
    const locate = (path: readonly PropertyKey[]) => {
      const { line, column } = document.locate(inSite(path));
      return `${file}:${line}:${column}`;
    };
    const lines = (path: readonly PropertyKey[]) => {
      const { from, to } = document.lines(inSite(path));
      return `${file}:${from}${to > from ? `-${to}` : ''}`;
    };
    const [tables, rows] = [limits.tables[index] ?? [], limits.limits[index] ?? []];
    return { yaml: readYamlLimits(site.products), locate, lines, tables, rows };
  });
  const built = sites.flatMap((site, index) => {
    const [found, part] = [resolved.sites[index], parts[index]];
    if (!found || !part) return [];
    const rows = part.rows.filter(setsValue);
    const everyCombination = (site.products ?? []).filter(({ combinations }) => combinations === 'all');
    const ids = new Set(everyCombination.map(({ id }) => id));
    const merged = mergeLimits(part.yaml, rows, ids, part.locate);
    const joined = { products: merged.products, pools: buildPools(site.pools) };
    problems.push(...merged.problems.map(toProblem));
    const digest = digestOf(document.value, index, found, rows);
    const warnings = [...found.warnings.map((warning) => renderProblem(file, warning)), ...merged.warnings];
    return [buildSite(site, defaults, found, joined, warnings, digest)];
  });
  if (problems.length > 0) throw new ConfigError(file, problems);
  return {
    config: {
      collector: { concurrency: collector?.concurrency ?? DEFAULT_CONCURRENCY },
      sites: built,
    },
    parts,
  };
}

const toProblem = ({ column, ...problem }: RowProblem): Problem => ({ ...problem, path: column });

/** A digest of all that a site was made from. Secrets are in it, so it is one that can't be turned back. */
function digestOf(
  value: unknown,
  index: number,
  resolved: ResolvedSite,
  rows: readonly TableLimit[],
): string {
  const { defaults, sites } = written.parse(value);
  const limits = rows.map(({ product, subject, values }) => [product, subject, values]);
  return createHash('sha256')
    .update(JSON.stringify([defaults, sites[index], resolved, limits]))
    .digest('base64');
}

const written = z.object({ defaults: z.unknown().optional(), sites: z.array(z.unknown()) });

/**
 * Returns what `.env` beside a configuration says; nothing if there is no such file.
 *
 * @throws {UserError} if it can't be read.
 */
export async function readDotenv(configFile: string): Promise<Environment> {
  try {
    const text = await readTextFile(join(dirname(configFile), '.env'), MIB);
    return parseDotenv(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    if (error.code === 'ENOENT') return {};
    throw new UserError(`.env beside ${configFile}, line ${error.line}: ${error.message}`, { cause: error });
  }
}
