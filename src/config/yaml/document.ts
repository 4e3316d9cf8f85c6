import { type Document, isNode, isPair, isScalar, type Scalar, visit } from 'yaml';
import { describeFound } from '../found.js';
import { hintOddSpaces } from '../odd-spaces.js';
import type { Problem } from '../problem.js';
import type { Variables } from '../variables.js';
import { expand, isTemplate } from './expand.js';
import { keepWritten, survey } from './survey.js';
import { describeSyntaxError, parseYaml } from './yaml.js';
import { createYamlTree, type YamlTree } from './yaml-tree.js';

type Place = { readonly line: number; readonly column: number };

/** A parsed and expanded YAML file that knows the location of every value. */
export type ConfigDocument = {
  /** Undefined if the file is invalid; the problems say why. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Returns the location of the value at a path, or of its parent if there is none. */
  locate(path: readonly PropertyKey[]): Place;
  /** Returns the location of a key. */
  locateKey(path: readonly PropertyKey[]): Place;
  /** Returns the first and last line of the key or element at a path. */
  lines(path: readonly PropertyKey[]): { readonly from: number; readonly to: number };
  /** Returns whether the value at a path lacks a variable, which is among the problems already. */
  isPendingAt(path: readonly PropertyKey[]): boolean;
  /**
   * Returns what stands at a path, for a message: its kind, and never a text, nor a number if it is private.
   */
  found(path: readonly PropertyKey[], isPrivate: boolean): string;
};

/**
 * Reads YAML and expands variables in its values. The expansion comes after the parsing, so that nothing in a
 * variable can change the file's structure; keys and comments are not expanded.
 *
 * @param variables undefined for a format without variables.
 */
export function readDocument(text: string, variables: Variables | undefined): ConfigDocument {
  const { document, lines } = parseYaml(text);
  const problems: Problem[] = [];
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const report = (offset: number, message: string) =>
    problems.push({ ...placeOf(offset), path: '', message });
  const reportNode = (node: unknown, message: string) => report(startOf(node) ?? 0, message);

  const written = text.split('\n');
  for (const error of document.errors) {
    const [offset] = error.pos;
    const line = written[placeOf(offset).line - 1] ?? '';
    report(offset, describeSyntaxError(error) + hintOddSpaces(line));
  }
  const { aliases, isSound } = survey(document, reportNode);
  const templates = expandScalars(document, variables, reportNode);
  const tree = createYamlTree(document.contents, aliases);
  const hasValue = document.errors.length === 0 && isSound && isBounded(tree, report);

  return {
    value: hasValue ? tree.toValue() : undefined,
    problems,
    locate(path) {
      for (let length = path.length; length >= 0; length -= 1) {
        const start = startOf(tree.find(path.slice(0, length)));
        if (start !== undefined) return placeOf(start);
      }
      return { line: 1, column: 1 };
    },
    locateKey(path) {
      const start = startOf(tree.findKey(path));
      return start === undefined ? this.locate(path) : placeOf(start);
    },
    lines(path) {
      const { line: from } = typeof path.at(-1) === 'string' ? this.locateKey(path) : this.locate(path);
      const end = text.slice(0, tree.find(path)?.range?.[1] ?? 0).trimEnd().length;
      return { from, to: Math.max(from, placeOf(end).line) };
    },
    isPendingAt(path) {
      const node = tree.find(path);
      return isScalar(node) && isPending(node.value);
    },
    found(path, isPrivate) {
      const node = tree.find(path);
      return describeFound(node, isScalar(node) ? templates.get(node) : undefined, isPrivate);
    },
  };
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

/** Aliases of aliases can expand to more values than fit in memory. */
const MOST_VALUES = 2_000_000;

function isBounded(tree: YamlTree, report: (offset: number, message: string) => void): boolean {
  if (tree.count() <= MOST_VALUES) return true;
  report(0, `more than ${MOST_VALUES} values, counting those that aliases repeat`);
  return false;
}

/** Replaces a value with a missing variable, so that no second problem is reported for it. */
const PENDING = '\u0000';

/** Returns whether a value is still missing because a variable in it is, which is reported already. */
export const isPending = (value: unknown): boolean => value === PENDING;

/** Expands every value, and returns the texts that had variables as they were written. */
function expandScalars(
  document: Document,
  variables: Variables | undefined,
  report: (node: unknown, message: string) => void,
): ReadonlyMap<Scalar, string> {
  const templates = new Map<Scalar, string>();
  visit(document, {
    Scalar(key, node, path) {
      if (key === 'key') return;
      if (isName(path)) keepWritten(node);
      if (typeof node.value !== 'string') return;
      if (node.value.includes(PENDING)) report(node, 'a NUL character, which no value can hold');
      if (!variables || !isTemplate(node.value)) return;
      templates.set(node, node.value);
      const { text, problems } = expand(node.value, variables);
      for (const problem of problems) report(node, problem);
      node.value = problems.length > 0 ? PENDING : text;
    },
  });
  return templates;
}

/** Returns whether a value is the name of an option or a choice. */
const isName = (path: readonly unknown[]): boolean =>
  keyOf(path.at(-1)) === 'option' || keyOf(path.at(-3)) === 'when';

const keyOf = (node: unknown): unknown => (isPair(node) && isScalar(node.key) ? node.key.value : undefined);
