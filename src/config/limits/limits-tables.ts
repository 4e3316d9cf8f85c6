import { dirname, isAbsolute, join } from 'node:path';
import { nearestNames } from '../../stock/names.js';
import type { Cursor } from '../cursor.js';
import { MIB, readTextFile, TextFileError } from '../text-file.js';
import { id as productId } from '../values.js';
import { type CsvRow, type CsvTable, emptyTable, readCsvTable } from './csv-table.js';
import { keyOfLimit, type Limit, VALUES } from './limit.js';
import {
  describe,
  type LimitRow,
  type ReportCell,
  type RowProblem,
  readLimitRow,
  renderRowPlace,
} from './limit-row.js';

/** A row of a table, and the limit that it sets, if any. */
export type TableLimit = Limit & Pick<LimitRow, 'place'> & { readonly row: CsvRow };

/** The tables of all sites. Lists per site are in the order of the configuration. */
export type LimitsTables = {
  /** Per site: its rows. */
  readonly limits: readonly (readonly TableLimit[])[];
  /** The tables that each site names. */
  readonly tables: readonly (readonly CsvTable[])[];
  readonly problems: readonly RowProblem[];
};

/** Further rows of a table are not reported, because they usually have a common cause. */
const MOST_PROBLEMS = 50;

/**
 * Reads the tables of all sites, each file once.
 *
 * @param root the configuration, which need not be valid.
 * @param configFile relative paths count from its folder.
 * @param isMissingEmpty whether a table that does not exist, or has no text, is an empty one. Otherwise it is
 * refused, because a file that lost its text would remove every limit.
 */
export async function readLimitsTables(
  root: Cursor,
  configFile: string,
  isMissingEmpty: boolean,
): Promise<LimitsTables> {
  const sites = root
    .at('sites')
    .elements()
    .map((site) => ({ site: site.at('name').text ?? '', files: pathsIn(site.at('limits')) }));
  const tables = new Map<string, CsvTable>();
  const limits: TableLimit[][] = sites.map(() => []);
  const problems: RowProblem[] = [];
  const pathOf = (file: string) => (isAbsolute(file) ? file : join(dirname(configFile), file));
  const found = sites.map(({ files }) => [...new Set(files.map(pathOf))]);
  for (const path of new Set(found.flat())) {
    const creation = `create it with: whmcs-stock-exporter discover --output ${path}`;
    const table = await readTable(path, isMissingEmpty ? 'empty' : `; ${creation}`);
    tables.set(path, table);
    if (!isMissingEmpty && isBlank(table)) {
      const message = `is empty; the first line must name the columns; restore the file, or ${creation}`;
      problems.push({ file: path, line: 1, column: '', message });
    }
    const users = sites.map(({ site }, index) => ({ site, isUser: found[index]?.includes(path) ?? false }));
    const assigned = assignRows(table, users);
    for (const { site, ...limit } of assigned.limits) limits[site]?.push(limit);
    problems.push(...limitProblems([...table.problems, ...assigned.problems]));
  }
  for (const own of limits) problems.push(...findRepeated(own.filter(setsValue)));
  return { limits, tables: found.map((paths) => paths.flatMap((path) => tables.get(path) ?? [])), problems };
}

/** Returns whether a table has not even a header. */
const isBlank = ({ columns, problems }: CsvTable): boolean => columns.length === 0 && problems.length === 0;

/** Returns the paths that a site's `limits` holds, one or a list. */
const pathsIn = (limits: Cursor): readonly string[] =>
  [limits, ...limits.elements()].flatMap(({ text }) => (text !== undefined && /[./]/.test(text) ? text : []));

/**
 * Reads a table. Problems of the whole file are among its problems.
 *
 * @param missing `empty` makes a table that does not exist an empty one, a text is added to its problem.
 */
export async function readTable(path: string, missing: 'empty' | string = ''): Promise<CsvTable> {
  try {
    return readCsvTable(path, await readTextFile(path, MOST_BYTES));
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    if (error.code === 'ENOENT' && missing === 'empty') return emptyTable(path);
    const message = `${describeFileError(error)}${error.code === 'ENOENT' ? missing : ''}`;
    return { ...emptyTable(path), problems: [{ file: path, line: error.line, column: '', message }] };
  }
}

/** The largest table that is read. */
export const MOST_BYTES = 64 * MIB;

export const describeFileError = ({ message }: TextFileError): string =>
  `${message}${message.endsWith('UTF-8') ? ' (in Excel: CSV UTF-8)' : ''}`;

type User = { readonly site: string; readonly isUser: boolean };

/** Returns whether a limit has any value. A row without one only lists something. */
export const setsValue = ({ values }: Limit): boolean => VALUES.some((name) => values[name] !== undefined);

/** Reads the rows of a table, each with the index of its site. */
export function assignRows(
  { rows }: CsvTable,
  sites: readonly User[],
): {
  readonly limits: readonly (TableLimit & { readonly site: number })[];
  readonly problems: readonly RowProblem[];
} {
  const problems: RowProblem[] = [];
  const limits = rows.flatMap((row) => {
    const refuse: ReportCell = (column, message) => problems.push({ ...row.place, column, message });
    const read = readLimitRow(row, refuse);
    if (!read) return [];
    const { place, subject, values } = read;
    const site = findSite(read.site, sites, (message) => refuse('site', message));
    const product = productId.safeParse(read.product).data;
    if (product === undefined) {
      const found = describe(read.product);
      refuse('product', `expected the id of a product, found ${found}; import finds products by name`);
    }
    if (subject.kind === 'choice' && subject.option === undefined) {
      refuse('option', 'empty; name the option that the choice belongs to');
      return [];
    }
    return site === undefined || product === undefined
      ? []
      : [{ site, product, subject, values, place, row }];
  });
  return { limits, problems };
}

/** Returns the index of the site that a row names, or of the only one that uses the table. */
export function findSite(
  name: string | undefined,
  sites: readonly User[],
  report: (message: string) => void,
): number | undefined {
  const users = sites.filter(({ isUser }) => isUser);
  const names = (some: readonly User[]) => some.map(({ site }) => site).join(', ');
  if (name === undefined) {
    const [only] = users;
    if (only && users.length === 1) return sites.indexOf(only);
    report(`empty, but the row may be for any of the sites ${names(users)}; name one of them`);
    return undefined;
  }
  const key = name.toLowerCase();
  const found = sites.find(({ site }) => site.toLowerCase() === key);
  if (found?.isUser) return sites.indexOf(found);
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
    const key = keyOfLimit(limit);
    const first = seen.get(key);
    if (!first) seen.set(key, limit);
    const message = `the same as in ${renderRowPlace((first ?? limit).place)}; delete one of the two rows`;
    return first ? [{ ...limit.place, column: '', message }] : [];
  });
}

export function limitProblems(problems: readonly RowProblem[]): readonly RowProblem[] {
  const next = problems[MOST_PROBLEMS];
  if (!next) return problems;
  const message = `and ${problems.length - MOST_PROBLEMS} more problems from here on`;
  const sorted = problems.toSorted((a, b) => a.line - b.line);
  return [...sorted.slice(0, MOST_PROBLEMS), { ...next, column: '', message }];
}
