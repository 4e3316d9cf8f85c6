import { renderPath } from './key-names.js';
import type { Problem } from './problem.js';
import { type ConfigDocument, isPending } from './yaml/document.js';

/** A value of the raw configuration with its location, whether or not the schema accepts it. */
export type Cursor = {
  /** Undefined if it is not set, or lacks a variable, which is reported already. */
  readonly value: unknown;
  /** The value if it is a non-empty text. */
  readonly text: string | undefined;
  readonly isSet: boolean;
  readonly at: (key: PropertyKey) => Cursor;
  /** The elements of a list. */
  readonly elements: () => readonly Cursor[];
  /** Describes the value for a message: its kind, or the variable that it comes from. */
  readonly found: () => string;
  readonly report: (message: string) => void;
  /** Warns about a value that is valid but probably a mistake. */
  readonly warn: (message: string) => void;
};

/** Called with everything that is reported through a cursor or its children. */
export type Reporter = {
  readonly report: (problem: Problem) => void;
  readonly warn: (problem: Problem) => void;
};

export function createCursor(document: ConfigDocument, reporter: Reporter): Cursor {
  const problem = (path: readonly PropertyKey[], message: string): Problem => ({
    ...document.locate(path),
    path: renderPath(path),
    message,
  });
  const place = (path: readonly PropertyKey[], value: unknown): Cursor => ({
    value: isPending(value) ? undefined : value,
    text: typeof value === 'string' && value !== '' && !isPending(value) ? value : undefined,
    isSet: value !== undefined,
    at: (key) => place([...path, key], childOf(value, key)),
    elements: () =>
      Array.isArray(value) ? value.map((element: unknown, index) => place([...path, index], element)) : [],
    found: () => document.found(path, true),
    report: (message) => reporter.report(problem(path, message)),
    warn: (message) => reporter.warn(problem(path, message)),
  });
  return place([], document.value);
}

function childOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

/** Returns the value of the site, or else of `defaults`. */
export const either = (own: Cursor, shared: Cursor): Cursor => (own.isSet ? own : shared);
