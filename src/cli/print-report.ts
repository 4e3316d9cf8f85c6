import { readFile } from 'node:fs/promises';
import type { Config } from '../config/config.js';
import type { Redact } from '../config/secrets/redactor.js';
import { replaceFile } from '../replace-file.js';
import { type ReadReportOptions, readReport } from '../report/read-report.js';
import { renderReport } from '../report/render-report.js';
import type { ReportFormat } from '../report/report-format.js';
import type { MailAddresses } from '../report/report-mail.js';
import { isComplete } from '../report/stock-report.js';
import type { Io } from './io.js';

export type ReportOptions = ReadReportOptions & {
  readonly format: ReportFormat;
  /** The file to write; undefined for the standard output. */
  readonly output: string | undefined;
  readonly addresses: MailAddresses;
  readonly redact: Redact;
};

/**
 * Prints a report, even if some sites could not be read.
 *
 * @throws {UserError} if the output can't be written.
 */
export async function printReport(
  config: Config,
  options: ReportOptions,
  { out, err, signal }: Pick<Io, 'out' | 'err' | 'signal'>,
): Promise<'complete' | 'incomplete' | 'aborted'> {
  const { format, output, addresses, redact } = options;
  const found = await readReport(config, options, signal);
  if (signal.aborted) return 'aborted';
  const text = await renderReport(found, format, addresses, redact);
  if (output === undefined) out(text);
  else await replaceFile(output, await readFile(output, 'utf8').catch(() => undefined), text);
  if (isComplete(found)) return 'complete';
  const unread = found.sites.filter(({ status }) => status.failure).map(({ config: { name } }) => name);
  for (const name of unread) err(`the report is incomplete: site ${name} could not be read\n`);
  for (const problem of found.problems) err(`the report is incomplete: ${problem}\n`);
  return 'incomplete';
}
