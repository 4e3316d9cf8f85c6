import { type Html, html, trusted } from '../web/page/html.js';
import { DARK_STYLE, STYLES, TONES } from './mail-style.js';
import type { Block, Document, Row, Section, Table } from './report-document.js';

/** Renders a report as HTML, for a page or a mail. It loads no other files. */
export function renderHtml({ subject, sections, closing }: Document): string {
  const page = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${subject}</title>
<style>${trusted(DARK_STYLE)}</style></head>
<body class="b" style="${STYLES.body}">
<table role="presentation" align="center" cellpadding="0" cellspacing="0" class="b" style="${STYLES.page}">
<tr><td><main>
<h1 style="${STYLES.h1}">${subject}</h1>
${sections.map(renderSection)}
<p class="q" style="${STYLES.closing}">${closing.map((line) => html`${line}<br>`)}</p>
</main></td></tr></table>
</body>
</html>
`;
  return page.text;
}

const renderSection = ({ title, blocks }: Section): Html =>
  html`<h2 style="${STYLES.h2}">${title}</h2>
${blocks.map(renderBlock)}`;

function renderBlock(block: Block): Html {
  if (block.kind === 'table') return renderTable(block.table);
  const lead = block.lead !== undefined && html`<b>${block.lead}</b> `;
  return html`<p style="${STYLES.paragraph}">${lead}${renderWords(block.text)}</p>
`;
}

/** Renders words. Text between backticks becomes code. */
const renderWords = (words: string): readonly Html[] =>
  words.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));

function renderTable({ title, tone, columns, rows, more }: Table): Html {
  const hasNumbers = columns.length > 0;
  return html`${title !== undefined && renderTitle(title, tone)}
<table cellpadding="0" cellspacing="0" style="${STYLES.table}">
${hasNumbers && html`<tr><td></td>${columns.map(renderColumn)}</tr>`}
${rows.map((row) => renderRow(row, hasNumbers))}</table>
${more !== undefined && html`<p class="q" style="${STYLES.more}">${more}</p>`}
`;
}

function renderTitle(title: string, tone: Table['tone']): Html {
  const color = tone && TONES[tone];
  return html`<h3 class="${color}" style="${STYLES.h3}${color && STYLES[color]}">${title}</h3>`;
}

const renderColumn = (column: string): Html =>
  html`<th scope="col" class="q" style="${STYLES.column}">${column}</th>`;

function renderRow({ name, href, place, cells, isTotal }: Row, hasNumbers: boolean): Html {
  const title = isTotal ? html`<b>${name}</b>` : html`${name}`;
  const linked = href === undefined ? title : html`<a href="${href}" style="${STYLES.link}">${name}</a>`;
  const small = place !== '' && html`<br><span class="q" style="${STYLES.small}">${place}</span>`;
  const style = hasNumbers ? STYLES.number : STYLES.how;
  const values = cells.map(
    (cell) => html`<td class="l" style="${style}">${isTotal ? html`<b>${cell}</b>` : cell}</td>`,
  );
  return html`<tr><th scope="row" class="l" style="${STYLES.name}">${linked}${small}</th>${values}</tr>
`;
}
