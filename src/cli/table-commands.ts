import type { Command } from 'commander';
import type { LoadedConfig } from '../config/build-config.js';
import { type ConfigFlags, withConfig } from './flags.js';
import type { Io } from './io.js';

type DiscoverFlags = ConfigFlags & { output?: string; move?: boolean; prune?: boolean };
type ImportFlags = ConfigFlags & { offline?: boolean; partial?: boolean; dryRun?: boolean };

/**
 * Adds `discover` and `import`.
 *
 * @param load loads the configuration; a table that is missing or has no text counts as an empty one.
 * @param fail sets the exit code.
 */
export function addTableCommands(
  program: Command,
  load: (flags: ConfigFlags) => Promise<LoadedConfig>,
  io: Io,
  fail: (code: number) => void,
): void {
  withConfig(program.command('discover'))
    .description('list the products, choices and combinations of all sites as a table of limits (CSV)')
    .option('--output <file>', 'create or refresh this file instead of printing the table')
    .option('--move', 'fill in the values set in the configuration, and print the lines to delete there')
    .option('--prune', 'remove rows that WHMCS no longer lists')
    .action(async (flags: DiscoverFlags) => {
      const { discover } = await import('../tables/discover.js');
      const { output, move = false, prune = false } = flags;
      const configFile = flags['config.file'];
      await discover(await load(flags), { configFile, output, move, prune }, io);
    });

  withConfig(program.command('import'))
    .description('copy capacities and thresholds from other files into the tables of the configuration')
    .argument('<file...>', 'tables in CSV, TSV, JSON or YAML, with the columns that discover prints')
    .option('--offline', 'do not check the names in the rows against WHMCS')
    .option('--partial', 'import the valid rows even if others are invalid')
    .option('--dry-run', 'show the changes without writing them')
    .action(async (files: string[], flags: ImportFlags) => {
      const { importRows } = await import('../tables/import.js');
      const { offline = false, partial = false, dryRun = false } = flags;
      const loaded = await load(flags);
      if (!(await importRows(loaded, { files, offline, partial, dryRun }, io))) fail(1);
    });
}
