import { formatPatch, type StructuredPatchHunk } from 'diff';
import { matchLines } from './match-lines.js';

const CONTEXT = 3;

type Line = { readonly sign: ' ' | '-' | '+'; readonly text: string };

/** The difference of two texts in unified form. Line ends are not told apart. */
export function unifiedDiff(name: string, before: string, after: string): string {
  const [lefts, rights] = [splitLines(before), splitLines(after)];
  const lines: Line[] = [];
  let [left, right] = [0, 0];
  for (const [atLeft, atRight] of [...matchLines(lefts, rights), [lefts.length, rights.length] as const]) {
    for (const text of lefts.slice(left, atLeft)) lines.push({ sign: '-', text });
    for (const text of rights.slice(right, atRight)) lines.push({ sign: '+', text });
    if (atLeft < lefts.length) lines.push({ sign: ' ', text: lefts[atLeft] ?? '' });
    [left, right] = [atLeft + 1, atRight + 1];
  }
  return formatPatch({
    oldFileName: name,
    newFileName: name,
    oldHeader: undefined,
    newHeader: undefined,
    hunks: toHunks(lines),
  });
}

const splitLines = (text: string): readonly string[] => text.replace(/\r?\n$/, '').split(/\r?\n/);

function toHunks(lines: readonly Line[]): StructuredPatchHunk[] {
  const hunks: StructuredPatchHunk[] = [];
  let hunk: StructuredPatchHunk | undefined;
  let [oldLine, newLine, quiet] = [1, 1, 0];
  for (const [at, { sign, text }] of lines.entries()) {
    if (sign !== ' ' && !hunk) {
      const context = lines.slice(Math.max(0, at - CONTEXT), at).map((line) => ` ${line.text}`);
      const { length } = context;
      hunk = {
        oldStart: oldLine - length,
        newStart: newLine - length,
        oldLines: length,
        newLines: length,
        lines: context,
      };
      hunks.push(hunk);
    }
    quiet = sign === ' ' ? quiet + 1 : 0;
    if (hunk) {
      hunk.lines.push(sign + text);
      if (sign !== '+') hunk.oldLines += 1;
      if (sign !== '-') hunk.newLines += 1;
      const next = lines.slice(at + 1, at + 1 + CONTEXT + 1).some((line) => line.sign !== ' ');
      if (quiet >= CONTEXT && !next) hunk = undefined;
    }
    if (sign !== '+') oldLine += 1;
    if (sign !== '-') newLine += 1;
  }
  return hunks;
}
