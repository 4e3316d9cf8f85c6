import { number } from '../web/page/stock-words.js';
import { attentionSection } from './attention-section.js';
import { timeText } from './moments-in-words.js';
import { ordersSection } from './orders-section.js';
import { type Block, type Document, text } from './report-document.js';
import type { ReportedSite } from './reported-site.js';
import { roomSection } from './room-section.js';
import { soldSection } from './sold-section.js';
import type { Report } from './stock-report.js';
import { subjectLine } from './subject-line.js';

const MOST_NOTES = 5;

/**
 * Composes the text of a report: what needs attention, what to order, the quantities that WHMCS should have,
 * what was sold, and the notes of sites.
 */
export function composeReport(report: Report): Document {
  const { sites, at } = report;
  const notes = sites.flatMap((site) => notesOf(site, sites.length > 1));
  const isKnown = report.rows.length > 0;
  return {
    subject: subjectLine(report),
    sections: [
      attentionSection(report),
      ...(isKnown ? [ordersSection(report), ...roomSection(report), soldSection(report)] : []),
      ...(notes.length > 0 ? [{ title: 'Notes', blocks: notes }] : []),
    ],
    closing: [`Written on ${timeText(at)}.`, ...sites.map(sourceOf)],
  };
}

function sourceOf({ config, status, stock }: ReportedSite): string {
  const { name } = config;
  if (!stock) return `${name}: nothing is known.`;
  const { products, source } = stock.snapshot;
  const count = `${number(products.length)} product${products.length === 1 ? '' : 's'}`;
  return status.failure
    ? `${name}: ${count}, as read on ${timeText(stock.readAt)}.`
    : `${name}: ${count}, read from ${source}.`;
}

/** Returns the notes of a site: limits without effect, and data other than stock that could not be read. */
function notesOf({ config, status, warnings }: ReportedSite, hasSites: boolean): readonly Block[] {
  const all = [...new Set([...status.notes, ...warnings])];
  const rest = all.length - MOST_NOTES;
  const place = hasSites ? `${config.name}:` : undefined;
  return [
    ...all.slice(0, MOST_NOTES).map((note) => text(note, place)),
    ...(rest > 0
      ? [text(`${rest} more; \`whmcs-stock-exporter check ${config.name}\` shows all.`, place)]
      : []),
  ];
}
