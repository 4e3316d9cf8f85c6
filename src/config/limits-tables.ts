import { dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { nearestNames } from '../stock/names.js';
import { type CsvTable, emptyTable, readCsvTable } from './csv-table.js';
import { isPending } from './document.js';
import { keyOfSubject, type Limit, VALUES } from './limit.js';
import { describe, type LimitRow, type RowProblem, readLimitRow, renderRowPlace } from './limit-row.js';
import { MIB, readTextFile, TextFileError } from './text-file.js';
import { id as productId } from './values.js';

/** A limit that a row of a table sets. */
export type TableLimit = Limit & Pick<LimitRow, 'place'>;

export type LimitsTables = {
  /** By site, in the order of the configuration. */
  readonly limits: readonly (readonly TableLimit[])[];
  readonly tables: readonly (readonly CsvTable[])[];
  readonly problems: readonly RowProblem[];
};

/** More rows of one table are not reported: they have one cause. */
const MOST_PROBLEMS = 50;

/**
 * Reads the tables of all sites, each file once.
 *
 * @param config the configuration as it is written, which need not be valid.
 * @param configFile relative paths count from its folder.
 * @param isMissingEmpty whether a table that does not exist is an empty one.
 */
export async function readLimitsTables(
  config: unknown,
  configFile: string,
  isMissingEmpty: boolean,
): Promise<LimitsTables> {
  const sites = namedTables(config);
  const tables = new Map<string, CsvTable>();
  const limits: TableLimit[][] = sites.map(() => []);
  const problems: RowProblem[] = [];
  const pathOf = (file: string) => (isAbsolute(file) ? file : join(dirname(configFile), file));
  const found = sites.map(({ files }) => [...new Set(files.map(pathOf))]);
  for (const path of new Set(found.flat())) {
    const table = await readTable(path, isMissingEmpty);
    tables.set(path, table);
    const users = sites.map(({ site }, index) => ({
      site,
      isUser: found[index]?.includes(path) ?? false,
      index,
    }));
    const wrong = [...table.problems];
    for (const { index, ...limit } of assignRows(table, users, (problem) => wrong.push(problem)))
      limits[index]?.push(limit);
    problems.push(...limitProblems(wrong));
  }
  for (const own of limits) problems.push(...findRepeated(own));
  return { limits, tables: found.map((paths) => paths.flatMap((path) => tables.get(path) ?? [])), problems };
}

/** Returns what each site's `limits` names. */
function namedTables(
  value: unknown,
): readonly { readonly site: string; readonly files: readonly string[] }[] {
  const { data } = named.safeParse(value);
  return (data?.sites ?? []).map(({ name, limits }) => ({
    site: name,
    files: [limits].flat().filter((file) => file !== '' && !isPending(file)),
  }));
}

const named = z.object({
  sites: z.array(
    z
      .object({
        name: z.string().catch(''),
        limits: z.union([z.string(), z.array(z.string())]).catch([]),
      })
      .catch({ name: '', limits: [] }),
  ),
});

async function readTable(path: string, isMissingEmpty: boolean): Promise<CsvTable> {
  try {
    return readCsvTable(path, await readTextFile(path, 64 * MIB));
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    if (error.code === 'ENOENT' && isMissingEmpty) return emptyTable(path);
    const message = `${error.message}${adviseTable(error, path)}`;
    return { ...emptyTable(path), problems: [{ file: path, line: error.line, column: '', message }] };
  }
}

function adviseTable({ code, message }: TextFileError, path: string): string {
  if (code === 'ENOENT') return `; create it with: whmcs-stock-exporter discover --output ${path}`;
  return message.endsWith('UTF-8') ? ' (in Excel: CSV UTF-8)' : '';
}

type User = { readonly site: string; readonly isUser: boolean; readonly index: number };

/** Returns the limits that rows set, each with the index of its site. A row without a value sets none. */
function assignRows(
  { rows }: CsvTable,
  sites: readonly User[],
  report: (problem: RowProblem) => void,
): readonly (TableLimit & Pick<User, 'index'>)[] {
  return rows.flatMap((row) => {
    const refuse = (column: RowProblem['column'], message: string) =>
      report({ ...row.place, column, message });
    const read = readLimitRow(row, refuse);
    if (!read) return [];
    const { place, subject, values } = read;
    const index = findSite(read.site, sites, (message) => refuse('site', message));
    const product = productId.safeParse(read.product).data;
    if (product === undefined)
      refuse(
        'product',
        `expected the id of a product, found ${describe(read.product)}; import finds products by name`,
      );
    if (subject.kind === 'choice' && subject.option === undefined) {
      refuse('option', 'empty; name the option that the choice belongs to');
      return [];
    }
    if (index === undefined || product === undefined) return [];
    return VALUES.some((name) => values[name] !== undefined)
      ? [{ index, product, subject, values, place }]
      : [];
  });
}

function findSite(
  name: string | undefined,
  sites: readonly User[],
  report: (message: string) => void,
): number | undefined {
  const users = sites.filter(({ isUser }) => isUser);
  const names = (some: readonly User[]) => some.map(({ site }) => site).join(', ');
  if (name === undefined) {
    if (users.length === 1) return users[0]?.index;
    report(`empty, but ${users.length} sites use this table: ${names(users)}; name one of them`);
    return undefined;
  }
  const key = name.toLowerCase();
  const found = sites.find(({ site }) => site.toLowerCase() === key);
  if (found?.isUser) return found.index;
  if (found) report(`${found.site} does not use this table; add it to the limits of that site`);
  else {
    const nearest = nearestNames(
      name,
      sites.map(({ site }) => site),
    );
    report(`${JSON.stringify(name)} is not a site of the configuration; nearest: ${nearest.join(', ')}`);
  }
  return undefined;
}

function findRepeated(limits: readonly TableLimit[]): readonly RowProblem[] {
  const seen = new Map<string, TableLimit>();
  return limits.flatMap((limit): readonly RowProblem[] => {
    const key = `${limit.product} ${keyOfSubject(limit.subject)}`;
    const first = seen.get(key);
    if (!first) seen.set(key, limit);
    const message = `the same as in ${renderRowPlace((first ?? limit).place)}; delete one of the two rows`;
    return first ? [{ ...limit.place, column: '', message }] : [];
  });
}

function limitProblems(problems: readonly RowProblem[]): readonly RowProblem[] {
  const next = problems[MOST_PROBLEMS];
  if (!next) return problems;
  const message = `and ${problems.length - MOST_PROBLEMS} more problems from here on`;
  return [...problems.slice(0, MOST_PROBLEMS), { ...next, column: '', message }];
}
