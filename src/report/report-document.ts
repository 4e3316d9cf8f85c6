import type { Concern } from '../web/page/concerns.js';

/** A report as plain texts, which the formats text and HTML lay out. */
export type Document = {
  /** The most important line, and the subject of a mail. */
  readonly subject: string;
  readonly sections: readonly Section[];
  /** When and from where the report was read. */
  readonly closing: readonly string[];
};

export type Section = { readonly title: string; readonly blocks: readonly Block[] };

export type Block =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'text'; readonly text: string; readonly lead?: string | undefined };

export type Table = {
  readonly title?: string | undefined;
  /** The color of the title. */
  readonly tone?: Concern | undefined;
  /** The titles of the columns of numbers; empty if there are none. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** A line about the rows that the table leaves out. */
  readonly more?: string | undefined;
};

export type Row = {
  readonly name: string;
  /** The address that the name links to. */
  readonly href?: string | undefined;
  /** Its group and site. */
  readonly place: string;
  /** Numbers, or one text if the table has no columns. */
  readonly cells: readonly string[];
  readonly isTotal?: boolean | undefined;
};

export const text = (words: string, lead?: string): Block => ({ kind: 'text', text: words, lead });

/** Returns a block with the first rows of a table; nothing if the table has no rows. */
export function table(all: Table, most: number): readonly Block[] {
  const { rows } = all;
  if (rows.length === 0) return [];
  const rest = rows.length - most;
  const more = rest > 0 ? `and ${rest} more` : all.more;
  return [{ kind: 'table', table: { ...all, rows: rows.slice(0, most), more } }];
}

/** Returns a report with every text changed. */
export const mapTexts = (document: Document, change: (text: string) => string): Document =>
  JSON.parse(JSON.stringify(document), (_, value) => (typeof value === 'string' ? change(value) : value));
