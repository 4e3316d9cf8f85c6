import { extname } from 'node:path';
import type { LoadedConfig } from '../config/build-config.js';
import {
  type LimitRow,
  type RowProblem,
  readLimitRow,
  renderRowPlace,
  renderRowProblem,
} from '../config/limits/limit-row.js';
import { describeFileError, findSite, MOST_BYTES, readTable } from '../config/limits/limits-tables.js';
import { readTextFile, TextFileError } from '../config/text-file.js';
import { countNoun } from '../count-noun.js';
import { replaceFile } from '../replace-file.js';
import type { CommandIo } from './command-io.js';
import { readLiveSites } from './live-site.js';
import { type ReadRows, readRowList } from './row-list.js';
import { createSiteEditor } from './site-editor.js';
import { describeChanges, openDraft, renderDiff, renderTable, type TableDraft } from './table-draft.js';

export type ImportOptions = {
  /** Paths of tables; the extension is the format. */
  readonly files: readonly string[];
  /** Does not connect to WHMCS. */
  readonly offline: boolean;
  /** Imports the valid rows if others are not. */
  readonly partial: boolean;
  /** Shows the changes without writing them. */
  readonly dryRun: boolean;
};

/** More problems usually have a common cause. */
const MOST_REPORTED = 100;

/**
 * Sets the limits of rows in the tables of their sites. Nothing is written unless every row is valid.
 *
 * @returns whether every row is valid.
 * @throws {UserError} if a site can't be read, or a table can't be written.
 */
export async function importRows(
  { config, limitSources }: LoadedConfig,
  options: ImportOptions,
  io: CommandIo,
): Promise<boolean> {
  const problems: RowProblem[] = [];
  const report = (problem: RowProblem) => problems.push(problem);
  const users = config.sites.map(({ name }) => ({ site: name, isUser: true }));
  const bySite = new Map<number, LimitRow[]>();
  for (const file of options.files) {
    const { rows, problems: wrong } = await readRows(file);
    problems.push(...wrong);
    for (const row of rows) {
      const limit = readLimitRow(row, (column, message) => report({ ...row.place, column, message }));
      const site =
        limit && findSite(limit.site, users, (message) => report({ ...row.place, column: 'site', message }));
      if (!limit || site === undefined) continue;
      const others = bySite.get(site);
      if (others) others.push(limit);
      else bySite.set(site, [limit]);
    }
  }
  const sites = config.sites.filter((_, index) => bySite.has(index));
  const live = options.offline ? [] : await readLiveSites(sites, config.collector.concurrency, io);
  const tables = limitSources.flatMap((sources) => sources.tables);
  const drafts = new Map(tables.map((table) => [table, openDraft(table)]));
  for (const [index, limits] of bySite) {
    const [site, sources] = [config.sites[index], limitSources[index]];
    if (!site || !sources) continue;
    const own = live.find((read) => read.site === site);
    const into = sources.tables.flatMap((table) => drafts.get(table) ?? []);
    const editor = createSiteEditor(site, sources, into, own);
    for (const limit of limits) {
      const hint = editor(limit, (column, message) => report({ ...limit.place, column, message }));
      if (hint !== undefined) io.err(`warning: ${renderRowPlace(limit.place)}: ${hint}\n`);
    }
  }
  const order = (file: string) => options.files.indexOf(file);
  problems.sort((a, b) => order(a.file) - order(b.file) || a.line - b.line);
  for (const problem of problems.slice(0, MOST_REPORTED)) io.err(`${renderRowProblem(problem)}\n`);
  if (problems.length > MOST_REPORTED) io.err(`and ${problems.length - MOST_REPORTED} more problems\n`);
  const invalid = new Set(problems.map(renderRowPlace)).size;
  if (invalid > 0 && !options.partial) {
    io.err(`${countNoun(invalid, 'row')} invalid; nothing was changed\n`);
    return false;
  }
  await write([...drafts.values()], options, io);
  if (invalid > 0) io.err(`${countNoun(invalid, 'row')} left out\n`);
  return invalid === 0;
}

async function write(drafts: readonly TableDraft[], { dryRun }: ImportOptions, io: CommandIo): Promise<void> {
  const changed = drafts.flatMap((draft) => {
    const changes = describeChanges(draft) ?? (draft.table.columns.length === 0 ? 'created' : undefined);
    return changes === undefined ? [] : [{ draft, changes }];
  });
  if (changed.length === 0) io.out('nothing changes\n');
  for (const { draft, changes } of changed) {
    const { file, text } = draft.table;
    if (dryRun) io.out(renderDiff(draft));
    else await replaceFile(file, text, renderTable(draft));
    if (dryRun) io.err(`${file}: ${changes}, not written because of --dry-run\n`);
    else io.out(`${file}: ${changes}; reload the exporter to use them\n`);
  }
}

async function readRows(file: string): Promise<ReadRows> {
  const extension = extname(file).toLowerCase();
  if (extension === '.csv' || extension === '.tsv') return readTable(file);
  const refuse = (line: number, message: string) => ({
    rows: [],
    problems: [{ file, line, column: '' as const, message }],
  });
  try {
    const text = (await readTextFile(file, MOST_BYTES)).replace(/^\uFEFF/, '');
    if (['.json', '.yaml', '.yml'].includes(extension)) return readRowList(file, text);
    return refuse(1, 'unknown format; the name must end with .csv, .tsv, .json, .yaml or .yml');
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    return refuse(error.line, describeFileError(error));
  }
}
