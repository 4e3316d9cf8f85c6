import MailComposer from 'nodemailer/lib/mail-composer';
import type { Document } from './report-document.js';
import { renderHtml } from './report-html.js';
import { renderText } from './report-text.js';

export type MailAddresses = {
  readonly to: readonly string[];
  /** Undefined if the program that sends the mail fills it in. */
  readonly from: string | undefined;
};

/** Renders a report as a mail that `sendmail -t` sends, as text and HTML. */
export async function renderMail(report: Document, { to, from }: MailAddresses): Promise<string> {
  const mail = new MailComposer({
    ...{ to: [...to], from, subject: report.subject, text: renderText(report), html: renderHtml(report) },
    headers: { 'Auto-Submitted': 'auto-generated' },
    newline: 'unix',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return (await mail.compile().build()).toString();
}
