import { visibleText } from '../stock/text.js';
import { type Block, type Document, mapTexts, type Section, type Table } from './report-document.js';
import { cutTo, pad, widest, wrap } from './text-layout.js';

const WIDTH = 96;
const INDENT = '  ';
const GAP = '  ';
const LEAST_NAME = 20;
const MOST_PLACE = 28;

/** Renders a report as text, at most 96 columns wide. The first line is the subject. */
export function renderText(report: Document): string {
  const { subject, sections, closing } = mapTexts(report, visible);
  const end = closing.flatMap((line) => wrap(line, WIDTH));
  return `${[subject, '', ...sections.flatMap(renderSection), ...end].join('\n')}\n`;
}

/** Returns a text without characters that change the layout, such as line ends and direction marks. */
const visible = (text: string): string => visibleText(text).replace(/[\n\t]/g, ' ');

function renderSection({ title, blocks }: Section): readonly string[] {
  const heading = title.toUpperCase();
  return [heading, '', ...blocks.flatMap((block) => [...renderBlock(block), '']), ''].slice(0, -1);
}

function renderBlock(block: Block): readonly string[] {
  if (block.kind === 'table') return renderTable(block.table);
  const words = block.lead === undefined ? block.text : `${block.lead} ${block.text}`;
  return wrap(words, WIDTH - INDENT.length).map((line) => `${INDENT}${line}`);
}

function renderTable({ title, columns, rows, more }: Table): readonly string[] {
  const [, ...widths] = ['', ...columns].map((column, index) =>
    widest([column, ...rows.map(({ cells }) => cells[index - 1] ?? '')]),
  );
  const cellWidth = columns.length > 0 ? sum(widths) : widest(rows.map(({ cells }) => cells.join(GAP)));
  const places = Math.min(MOST_PLACE, widest(rows.map(({ place }) => place)));
  const left = WIDTH - sum([INDENT.length, places, cellWidth]);
  const names = Math.min(Math.max(LEAST_NAME, left), widest(rows.map(({ name }) => name)));
  const line = (name: string, place: string, cells: readonly string[]) => {
    const begin = [
      pad(cutTo(name, names), names, 'end'),
      ...(places > 0 ? [pad(cutTo(place, places), places, 'end')] : []),
    ];
    const end =
      columns.length === 0 ? cells : cells.map((cell, index) => pad(cell, widths[index] ?? 0, 'start'));
    return `${INDENT}${[...begin, ...end].join(GAP)}`.trimEnd();
  };
  return [
    ...(title === undefined ? [] : wrap(title, WIDTH)),
    ...(columns.length > 0 ? [line('', '', columns)] : []),
    ...rows.map(({ name, place, cells }) => line(name, place, cells)),
    ...(more === undefined ? [] : [`${INDENT}${more}`]),
  ];
}

/** Returns the width of columns with the gaps before them. */
const sum = (widths: readonly number[]): number =>
  widths.reduce((total, width) => total + width + (width > 0 ? GAP.length : 0), 0);
