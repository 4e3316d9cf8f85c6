import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Config } from '../config/config.js';
import type { Redact } from '../config/secrets/redactor.js';
import { REPORT_FORMATS, type ReportFormat } from '../report/report-format.js';
import { UserError } from '../user-error.js';
import { filePath, wholeNumber } from './flag-values.js';
import { type ConfigFlags, withConfig } from './flags.js';
import type { Io } from './io.js';

type ReportFlags = ConfigFlags & {
  format: ReportFormat;
  site?: readonly string[];
  days: number;
  'persistence.file'?: readonly string[];
  output?: string;
  to?: readonly string[];
  from?: string;
};

/** The exit code if a site or a persistence file could not be read. */
const INCOMPLETE = 2;

/** Half of the 120 days for which sales are kept, because a report compares two periods. */
const MOST_DAYS = 60;

/**
 * Adds `report`.
 *
 * @param load loads the configuration.
 * @param fail sets the exit code.
 */
export function addReportCommand(
  program: Command,
  load: (flags: ConfigFlags) => Promise<Config>,
  io: Io,
  { redact, fail }: { readonly redact: Redact; readonly fail: (code: number) => void },
): void {
  withConfig(program.command('report'))
    .description('read every site once, and print what needs attention, what was sold and what to order')
    .addOption(
      new Option('--format <format>', 'format of the report').choices(REPORT_FORMATS).default('text'),
    )
    .option('--site <name>', 'report on this site only; may be repeated', collect)
    .addOption(
      new Option('--days <number>', 'whole days of sales up to yesterday, 1 to 60')
        .argParser(dayCount)
        .default(7),
    )
    .option(
      '--persistence.file <path>',
      'persistence file of an exporter; may be repeated; PERSISTENCE_FILE sets it too',
      (path: string, before?: readonly string[]) => collect(filePath(path), before),
    )
    .option('--output <file>', 'write the report to this file instead of printing it', filePath)
    .option('--to <address>', 'recipient of a report in the format mail; may be repeated', collectAddress)
    .option('--from <address>', 'sender of a report in the format mail', address)
    .action(async (flags: ReportFlags) => {
      const { format, site = [], days, output, to = [], from } = flags;
      const { PERSISTENCE_FILE: usual } = io.env;
      const persistenceFiles = flags['persistence.file'] ?? (usual ? [usual] : []);
      if ((format === 'mail') !== to.length > 0 || (from !== undefined && format !== 'mail'))
        throw new UserError('--format mail needs --to; other formats allow neither --to nor --from');
      const { selectSites } = await import('./select-sites.js');
      const { printReport } = await import('./print-report.js');
      const config = selectSites(await load(flags), site, flags['config.file']);
      const options = { format, days, persistenceFiles, output, addresses: { to, from }, redact };
      const outcome = await printReport(config, options, io);
      if (outcome !== 'complete') fail(outcome === 'incomplete' ? INCOMPLETE : 1);
    });
}

/** Appends the value of a repeated flag. */
const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

function dayCount(text: string): number {
  const days = wholeNumber(text);
  if (days < 1 || days > MOST_DAYS)
    throw new InvalidArgumentError(`Expected a number from 1 to ${MOST_DAYS}.`);
  return days;
}

const collectAddress = (text: string, before?: readonly string[]) => collect(address(text), before);

/** Parses a mail address. */
function address(text: string): string {
  if (!/^[^\s,;<>"@\p{Cc}]+@[^\s,;<>"@\p{Cc}]+$/u.test(text))
    throw new InvalidArgumentError('Expected an address such as stock@example.com.');
  return text;
}
