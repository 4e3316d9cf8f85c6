import { UserError } from '../user-error.js';

/** One thing wrong with a configuration. The message never holds a secret. */
export type Problem = {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Such as `sites[0].interval`; empty where the file as a whole is meant. */
  readonly path: string;
  readonly message: string;
};

/** A configuration that can't be used, with everything that is wrong with it. */
export class ConfigError extends UserError {
  override readonly name = 'ConfigError';
  readonly file: string;
  readonly problems: readonly Problem[];

  constructor(file: string, problems: readonly Problem[]) {
    const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
    super(sorted.map((problem) => renderProblem(file, problem)).join('\n'));
    this.file = file;
    this.problems = sorted;
  }
}

const renderProblem = (file: string, { line, column, path, message }: Problem): string =>
  `${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`;

/** A path as people write it. */
export function renderPath(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}
