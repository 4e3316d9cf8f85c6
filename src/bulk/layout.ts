import { isDeepStrictEqual } from 'node:util';
import { type Document, parseDocument } from 'yaml';
import { keepNames } from '../config/document.js';
import { type Match, matchLines } from './match-lines.js';
import { PARSING } from './parsing.js';

/** How documents are written: no line is broken that was not. */
const FORM = { lineWidth: 0 } as const;

/** A text after an edit. */
export type Edited = {
  /** The text with every line as it was that the edit does not touch. */
  readonly kept: string;
  /** The text as the document is written, should that not mean the same. */
  readonly plain: string;
  /** What either has to mean. */
  readonly value: unknown;
};

/**
 * Edits a text of YAML and leaves every line as it was that the edit does not touch, though writing a document would set its white space anew.
 *
 * @param edit changes the document.
 */
export function editText(text: string, document: Document, edit: () => void): Edited {
  const before = document.toString(FORM);
  edit();
  const plain = document.toString(FORM);
  const kept = plain === before ? text : keepLayout(text, before, plain);
  return { kept, plain, value: document.toJS() };
}

/** The text of an edit, with its layout where that means what it should. */
export const textOf = ({ kept, plain, value }: Edited): string =>
  isDeepStrictEqual(contentOf(kept), value) ? kept : plain;

const contentOf = (text: string): unknown => {
  const document = parseDocument(text, PARSING);
  keepNames(document);
  return document.errors.length > 0 ? undefined : document.toJS();
};

/** Takes from the original each part that stands in what was written before and after alike. */
function keepLayout(original: string, before: string, after: string): string {
  const end = original.includes('\r\n') ? '\r\n' : '\n';
  const [originals, befores, afters] = [original, before, after].map((text) => text.split('\n'));
  if (!originals || !befores || !afters) return after;
  const same = new Map<number, number>(matchLines(befores.map(outdented), afters.map(outdented)));
  const parts = splitAlike(originals, befores);
  const lines: string[] = [];
  let next = 0;
  let shift = 0;
  const takeNew = (to: number) => {
    for (const line of afters.slice(next, to)) lines.push(indented(line, shift) + end);
  };
  for (const part of parts) {
    const [first, ...more] = part.befores.map((at) => same.get(at));
    if (first === undefined || more.some((at, index) => at !== first + index + 1)) continue;
    takeNew(first);
    const kept = originals.slice(part.from, part.to);
    for (const line of kept) lines.push(`${line}\n`);
    next = first + part.befores.length;
    shift = shiftOf(kept[0], afters[first]) ?? shift;
  }
  takeNew(afters.length);
  const kept = lines.join('');
  return kept.slice(0, kept.endsWith(end) ? -end.length : -1);
}

const INDENT = /^ */;

/** How much further a line is indented than it would be written; undefined of one that does not tell. */
function shiftOf(original: string | undefined, written: string | undefined): number | undefined {
  if (original === undefined || written === undefined || /^\s*(#|$)/.test(original)) return undefined;
  return widthOf(original) - widthOf(written);
}

const widthOf = (line: string): number => INDENT.exec(line)?.[0].length ?? 0;

/** What is new stands in line with what is around it. */
const indented = (line: string, shift: number): string =>
  line === '' ? line : line.replace(INDENT, (space) => ' '.repeat(Math.max(0, space.length + shift)));

type Part = { readonly from: number; readonly to: number; readonly befores: readonly number[] };

/** Pairs lines of the original with those they were written as: one by one where they differ only in white space, otherwise in blocks. */
function splitAlike(originals: readonly string[], befores: readonly string[]): readonly Part[] {
  const matches = matchLines(originals.map(withoutSpace), befores.map(withoutSpace));
  const parts: Part[] = [];
  let [from, at] = [0, 0];
  const end: Match = [originals.length, befores.length];
  for (const [original, before] of [...matches, end]) {
    if (before > at) parts.push({ from, to: original, befores: range(at, before) });
    else from = takeSurplus(parts, from, original);
    if (original < originals.length) parts.push({ from: original, to: original + 1, befores: [before] });
    [from, at] = [original + 1, before + 1];
  }
  return parts;
}

/** Lines that are written no more, such as a second empty one, stay with what is above them. */
function takeSurplus(parts: Part[], from: number, to: number): number {
  const last = parts.at(-1);
  if (last && from < to) parts[parts.length - 1] = { ...last, to };
  return to;
}

/** A comment keeps its place where the edit makes it belong to something else. */
const outdented = (line: string): string => line.replace(/^\s+#/, '#');

const withoutSpace = (line: string): string => line.replace(/\s+/g, '');

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
