import { execFileSync } from 'node:child_process';

/** Runs npm, the one that started this script if any, and returns what it prints. */
export function npm(...argv: readonly string[]): string {
  const script = process.env.npm_execpath;
  const [program, ...before] = script ? [process.execPath, script] : ['npm'];
  return execFileSync(program, [...before, ...argv], { encoding: 'utf8', maxBuffer: 2 ** 26 });
}
