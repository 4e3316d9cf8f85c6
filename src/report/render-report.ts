import type { Redact } from '../config/secrets/redactor.js';
import { composeReport } from './compose.js';
import { renderCsv } from './report-csv.js';
import { mapTexts } from './report-document.js';
import type { ReportFormat } from './report-format.js';
import { renderHtml } from './report-html.js';
import { renderJson } from './report-json.js';
import { type MailAddresses, renderMail } from './report-mail.js';
import { renderText } from './report-text.js';
import type { Report } from './stock-report.js';

/** Renders a report in a format. Redacts every known secret in its texts. */
export function renderReport(
  report: Report,
  format: ReportFormat,
  addresses: MailAddresses,
  redact: Redact,
): string | Promise<string> {
  if (format === 'json') return redact(renderJson(report));
  if (format === 'csv') return redact(renderCsv(report));
  const document = mapTexts(composeReport(report), redact); // before a mail is encoded
  if (format === 'mail') return renderMail(document, addresses);
  return format === 'html' ? renderHtml(document) : renderText(document);
}
