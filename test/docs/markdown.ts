import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Every page of the repository, by its path. */
export const PAGES: readonly string[] = execFileSync('git', ['ls-files', '--', '*.md'], { encoding: 'utf8' })
  .trim()
  .split('\n');

export const readPage = (page: string): string => readFileSync(page, 'utf8');

/** A fenced block of a page. */
export type Block = {
  readonly page: string;
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
  /** The comment right before it, without its marks. */
  readonly note: string | undefined;
};

/** Returns the fenced blocks of a page, also those in lists. */
export function readBlocks(page: string): readonly Block[] {
  const text = readPage(page);
  const fences = text.matchAll(/(?:<!-- ([^>]*) -->\n *)?^( *)```(\w*)\n([\s\S]*?)^ *```$/gm);
  return [...fences].map(({ 0: all, 1: note, 2: indent = '', 3: language = '', 4: body = '', index }) => ({
    page,
    line: text.slice(0, index + all.indexOf('```')).split('\n').length,
    language,
    text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    note,
  }));
}

/** Returns a page without its code, in which a link is none. */
export const withoutCode = (text: string): string =>
  text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '').replaceAll(/`[^`\n]*`/g, '');

/** Returns the anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const headings = text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '').matchAll(/^#+ (.*)$/gm);
  return new Set(
    [...headings].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
