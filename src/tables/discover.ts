import { dirname, relative, resolve } from 'node:path';
import type { LoadedConfig } from '../config/build-config.js';
import { type CsvTable, emptyTable } from '../config/limits/csv-table.js';
import { renderRowProblem } from '../config/limits/limit-row.js';
import { assignRows, limitProblems, readTable, type TableLimit } from '../config/limits/limits-tables.js';
import { replaceFile } from '../replace-file.js';
import { UserError } from '../user-error.js';
import type { CommandIo } from './command-io.js';
import { readLiveSites } from './live-site.js';
import { refreshSite } from './refresh.js';
import { describeChanges, openDraft, renderTable } from './table-draft.js';

export type DiscoverOptions = {
  readonly configFile: string;
  /** The table to refresh; undefined for the standard output. */
  readonly output: string | undefined;
  /** Fills in the values of `products`. */
  readonly move: boolean;
  /** Removes rows that WHMCS no longer lists. */
  readonly prune: boolean;
};

/**
 * Lists everything that WHMCS sells in a table, with its stock and the limits that tables set.
 *
 * @throws {UserError} if a site can't be read, or the table can't be refreshed.
 */
export async function discover(loaded: LoadedConfig, options: DiscoverOptions, io: CommandIo): Promise<void> {
  const { output, configFile } = options;
  if (output === undefined && options.prune)
    throw new UserError('--prune needs --output, the table to prune');
  const { config, limitSources } = loaded;
  const { table, users, strangers } = await openTarget(loaded, output);
  const sites = config.sites.filter((_, index) => users.length === 0 || users.includes(index));
  const live = await readLiveSites(sites, config.collector.concurrency, io);
  const draft = openDraft(table);
  const inTable = new Set(table.rows);
  for (const own of live) {
    const index = config.sites.indexOf(own.site);
    const sources = limitSources[index];
    if (!sources) continue;
    const isOwn = users.includes(index);
    const report = refreshSite(
      {
        live: own,
        sources,
        draft,
        isOwn,
        takesNew: !isOwn || sources.tables[0] === table,
        rows: isOwn ? sources.rows.filter(({ row }) => inTable.has(row)) : (strangers[index] ?? []),
        others: sources.rows.filter(({ row }) => !inTable.has(row)),
      },
      options,
    );
    for (const line of report) io.err(`site ${own.site.name}: ${line}\n`);
  }
  const text = renderTable(draft);
  if (output === undefined) {
    io.out(text);
    return;
  }
  const changes = describeChanges(draft);
  if (changes !== undefined || table.columns.length === 0) await replaceFile(output, table.text, text);
  io.err(`${output}: ${changes ?? 'nothing changes'}\n`);
  if (users.length > 0) return;
  const path = relative(dirname(configFile), output);
  const names = sites.map(({ name }) => name).join(', ');
  io.err(`to use the table, set limits: ${path} for ${names} in ${configFile}\n`);
}

type Target = {
  readonly table: CsvTable;
  /** The indexes of the sites that name the table. */
  readonly users: readonly number[];
  /** The rows by site, if no site names the table. */
  readonly strangers: readonly (readonly TableLimit[])[];
};

async function openTarget(
  { config, limitSources }: LoadedConfig,
  output: string | undefined,
): Promise<Target> {
  if (output === undefined) return { table: emptyTable(''), users: [], strangers: [] };
  const isOutput = ({ file }: CsvTable) => resolve(file) === resolve(output);
  const named = limitSources.flatMap(({ tables }) => tables).find(isOutput);
  if (named) {
    const users = [...limitSources.keys()].filter((index) => limitSources[index]?.tables.includes(named));
    return { table: named, users, strangers: [] };
  }
  const table = await readTable(output, 'empty');
  const assigned = assignRows(
    table,
    config.sites.map(({ name }) => ({ site: name, isUser: true })),
  );
  const problems = limitProblems([...table.problems, ...assigned.problems]);
  if (problems.length > 0) throw new UserError(problems.map(renderRowProblem).join('\n'));
  const strangers = limitSources.map((_, index) => assigned.limits.filter(({ site }) => site === index));
  return { table, users: [], strangers };
}
