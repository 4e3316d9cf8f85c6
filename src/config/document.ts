import {
  type Document,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  visit,
} from 'yaml';
import { expand, isTemplate } from './expand.js';
import type { Problem } from './problem.js';
import type { Variables } from './variables.js';

/** A YAML file, read and expanded, that still knows where everything stood. */
export type ConfigDocument = {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Where the value at a path stands; for one that is not there, where what should hold it does. */
  locate(path: readonly PropertyKey[]): { readonly line: number; readonly column: number };
  /** Where a key stands. */
  locateKey(path: readonly PropertyKey[]): { readonly line: number; readonly column: number };
  /** Whether the value at a path waits for a missing variable, which is among the problems already. */
  isPendingAt(path: readonly PropertyKey[]): boolean;
  /** What was written at a path, for a message: never what a variable held. */
  written(path: readonly PropertyKey[]): string;
  /** The document with its variables in place, to be edited. From then on it is no more to be read here. */
  editable(): Document;
};

/**
 * Reads YAML and expands variables in its values. The expansion comes after the parsing, so that nothing in a variable can change the
 * file's structure; keys and comments are not expanded.
 */
export function readDocument(text: string, variables: Variables): ConfigDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
    uniqueKeys: false, // it would compare each with each; they are looked at below
  });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problems: Problem[] = document.errors.map(({ code, pos }) => ({
    ...at(pos[0]),
    path: '',
    message: YAML_ERRORS[code] ?? `not valid YAML (${code.toLowerCase().replaceAll('_', ' ')})`,
  }));
  const templates = new Map<Scalar, string>();

  visit(document, {
    Map(_key, node) {
      const seen = new Set<string>();
      for (const { key } of node.items) {
        if (!isScalar(key)) continue;
        keepWritten(key);
        const name = String(key.value);
        const message = seen.has(name) ? YAML_ERRORS.DUPLICATE_KEY : RESERVED.get(name);
        if (message) problems.push({ ...at(key.range?.[0] ?? 0), path: '', message });
        seen.add(name);
      }
    },
    Alias(_key, node) {
      if (node.resolve(document)) return;
      problems.push({ ...at(node.range?.[0] ?? 0), path: '', message: YAML_ERRORS.BAD_ALIAS ?? '' });
      return visit.REMOVE;
    },
    Scalar(key, node, path) {
      if (isName(path) && typeof node.value !== 'string' && node.source !== undefined)
        node.value = node.source;
      if (key === 'key' || typeof node.value !== 'string' || !isTemplate(node.value)) return;
      const { text: expanded, problems: wrong } = expand(node.value, variables);
      const where = at(node.range?.[0] ?? 0);
      problems.push(...wrong.map((message) => ({ ...where, path: '', message })));
      templates.set(node, node.value);
      node.value = wrong.length > 0 ? PENDING : expanded;
    },
  });

  const nodeAt = (path: readonly PropertyKey[]) => document.getIn(path, true);
  const value =
    problems.some(({ message }) => message === YAML_ERRORS.BAD_ALIAS) || document.errors.length > 0
      ? undefined
      : toValue(document);
  return {
    value,
    problems,
    locate(path) {
      for (let length = path.length; length >= 0; length -= 1) {
        const node = length === 0 ? document.contents : nodeAt(path.slice(0, length));
        if (isNode(node) && node.range) return at(node.range[0]);
      }
      return { line: 1, column: 1 };
    },
    locateKey(path) {
      const parent = path.length === 1 ? document.contents : nodeAt(path.slice(0, -1));
      const pair = isMap(parent)
        ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === path.at(-1))
        : undefined;
      return isNode(pair?.key) && pair.key.range ? at(pair.key.range[0]) : this.locate(path);
    },
    isPendingAt(path) {
      const node = nodeAt(path);
      return isScalar(node) && isPending(node.value);
    },
    editable() {
      for (const [node, template] of templates) node.value = template;
      return document;
    },
    written(path) {
      const node = nodeAt(path);
      if (node === undefined || node === null) return 'nothing';
      if (!isScalar(node)) return isMap(node) ? 'a map' : 'a list';
      const template = templates.get(node);
      if (template !== undefined) return `the value of ${template}`;
      if (node.value === null) return 'nothing';
      return typeof node.value === 'string'
        ? JSON.stringify(node.value)
        : `${String(node.value)} (a ${typeof node.value})`;
    },
  };
}

/** Stands where a variable was missing, so that nothing else is reported of the value. */
const PENDING = '\u0000';

/** Whether a value is still to come, since a variable in it is missing, which is reported already. */
export const isPending = (value: unknown): boolean => value === PENDING;

const isNode = (node: unknown): node is Node => typeof node === 'object' && node !== null && 'range' in node;

const toValue = (document: Document.Parsed): unknown => document.toJS({ maxAliasCount: 100 });

/** Takes names for the texts that they are, where YAML takes them for something else: 3.10 is not 3.1. */
export function keepNames(document: Document): void {
  visit(document, {
    Scalar(key, node, path) {
      if (key === 'key' || isName(path)) keepWritten(node);
    },
  });
}

function keepWritten(node: Scalar): void {
  if (typeof node.value !== 'string' && node.source !== undefined) node.value = node.source;
}

/** Whether a value is the name of an option or a choice. */
const isName = (path: readonly unknown[]): boolean =>
  keyOf(path.at(-1)) === 'option' || keyOf(path.at(-3)) === 'when';

const keyOf = (node: unknown): unknown => (isPair(node) && isScalar(node.key) ? node.key.value : undefined);

/** What can't be a key, since JavaScript takes it for something else. */
const RESERVED = new Map([['__proto__', 'a key that can not be used; name it by its id']]);

/** The parser's messages quote the file, and so might quote a secret; these do not. */
const YAML_ERRORS: Readonly<Record<string, string>> = {
  BAD_ALIAS: 'a value that begins with * is an alias to YAML; put it in quotes if it is meant as text',
  TAG_RESOLVE_FAILED: 'a value that begins with ! is a tag to YAML; put it in quotes if it is meant as text',
  DUPLICATE_KEY: 'a key that is there already, in the same place',
  MULTIPLE_DOCS: 'a second document; there must be only one',
  TAB_AS_INDENT: 'a tab; YAML is indented by spaces',
  BAD_INDENT: 'the indentation does not fit what stands above',
  MISSING_CHAR: 'a quote or bracket is not closed, or a : is missing',
};
