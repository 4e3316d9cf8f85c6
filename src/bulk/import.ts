import { basename, extname } from 'node:path';
import { applyOrders } from './changes.js';
import { acceptEdit, type ConfigFile, openConfig, replaceFile } from './config-file.js';
import { readCsv } from './csv.js';
import { createEditor } from './edit.js';
import { type Edited, editText } from './layout.js';
import { readListed } from './listed.js';
import { readLive } from './live.js';
import { readOrders } from './order.js';
import { type CellProblem, renderProblem, TableError } from './place.js';
import { readText } from './read-text.js';
import type { Table } from './row.js';
import { maskSecrets } from './secrets.js';
import { viewSites } from './site-view.js';
import { unifiedDiff } from './unified-diff.js';
import type { World } from './world.js';

export type ImportOptions = {
  readonly config: string;
  /** Tables, each in the format that its name ends with. */
  readonly files: readonly string[];
  /** Goes by the configuration alone, without asking WHMCS. */
  readonly offline: boolean;
  /** Takes the good rows where some are bad. */
  readonly partial: boolean;
  /** Shows what would change, and changes nothing. */
  readonly dryRun: boolean;
};

/**
 * Writes what tables say of products, choices and combinations into the configuration.
 *
 * @returns whether every row was good.
 * @throws {Error} where a table or the configuration can't be used at all.
 */
export async function importTables(options: ImportOptions, world: World): Promise<boolean> {
  const source = await openConfig(options.config, world.env);
  const tables = [];
  for (const file of options.files) tables.push(await readTable(file));
  const { orders, problems } = readOrders(tables.flatMap(({ rows }) => rows));
  const live = options.offline ? undefined : await readLive(source.config, world);

  const { document } = source;
  const found: CellProblem[] = [...tables.flatMap((table) => table.problems), ...problems];
  let changed = 0;
  const edited = editText(source.text, document, () => {
    const sites = viewSites(source, document, live);
    changed = applyOrders(orders, sites, createEditor(document, source.text, source.env), found);
  });
  for (const problem of inOrder(found, options.files)) world.err(`${renderProblem(problem)}\n`);
  const bad = new Set(found.map(({ place }) => `${place.file}:${place.line}`)).size;
  if (bad > 0 && !options.partial) {
    world.err(`${count(bad, 'row')} ${bad === 1 ? 'is' : 'are'} not good; nothing was changed\n`);
    return false;
  }
  await finish(source, edited, changed, options, world);
  if (bad > 0) world.err(`${count(bad, 'row')} left out\n`);
  return bad === 0;
}

/** @throws {TableError} where it is no table, or of no known format. */
async function readTable(file: string): Promise<Table> {
  const read = FORMATS[extname(file).toLowerCase()];
  if (!read) {
    const known = Object.keys(FORMATS).join(', ');
    throw new TableError(
      { file, line: 1, column: 1 },
      `a format that is not known; the name ends with ${known}`,
    );
  }
  return read(file, await readText(file));
}

const FORMATS: Readonly<Record<string, (file: string, text: string) => Table>> = {
  '.csv': (file, text) => readCsv(file, text),
  '.tsv': (file, text) => readCsv(file, text, '\t'),
  '.json': (file, text) => readListed(file, text, 'JSON'),
  '.yaml': (file, text) => readListed(file, text, 'YAML'),
  '.yml': (file, text) => readListed(file, text, 'YAML'),
};

async function finish(
  source: ConfigFile,
  edited: Edited,
  changed: number,
  { dryRun }: ImportOptions,
  world: World,
): Promise<void> {
  const name = basename(source.path);
  if (changed === 0) {
    world.out(`nothing changes in ${name}\n`);
    return;
  }
  const text = await acceptEdit(source, edited);
  if (dryRun) {
    world.out(unifiedDiff(name, maskSecrets(source.text), maskSecrets(text)));
    world.err(`${count(changed, 'change')} in ${name}, not written for --dry-run\n`);
    return;
  }
  await replaceFile(source.path, source.text, text);
  world.out(`${count(changed, 'change')} in ${name}; reload the exporter to use them\n`);
}

const inOrder = (problems: readonly CellProblem[], files: readonly string[]): readonly CellProblem[] =>
  problems.toSorted(
    ({ place: a }, { place: b }) =>
      files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
