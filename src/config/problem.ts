import { UserError } from '../user-error.js';

/** A problem of a configuration. The message never contains a secret. */
export type Problem = {
  /** A table that the configuration names; left out for the configuration itself. */
  readonly file?: string;
  /** From 1. */
  readonly line: number;
  /** From 1; left out for a table. */
  readonly column?: number;
  /** Such as `sites[0].interval`, or the column of a table; empty for the whole file. */
  readonly path: string;
  readonly message: string;
};

/** An invalid configuration, with all its problems. */
export class ConfigError extends UserError {
  override readonly name = 'ConfigError';
  readonly file: string;
  readonly problems: readonly Problem[];

  constructor(file: string, problems: readonly Problem[]) {
    const files = [undefined, ...new Set(problems.map((problem) => problem.file))];
    const sorted = problems.toSorted(
      (a, b) =>
        files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || (a.column ?? 0) - (b.column ?? 0),
    );
    super(listLines(sorted.map((problem) => renderProblem(file, problem))));
    this.file = file;
    this.problems = sorted;
  }
}

/** More problems usually have a common cause. */
const MOST_SHOWN = 100;

/** Lists each line once: a problem of `defaults` is found for each site. */
function listLines(lines: readonly string[]): string {
  const different = [...new Set(lines)];
  const more = different.length - MOST_SHOWN;
  return [...different.slice(0, MOST_SHOWN), ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

/** Renders a problem after its location, as compilers do. */
export function renderProblem(configFile: string, { file, line, column, path, message }: Problem): string {
  const place = [file ?? configFile, line, ...(column === undefined ? [] : [column])].join(':');
  return `${place}: ${path === '' ? '' : `${path}: `}${message}`;
}
