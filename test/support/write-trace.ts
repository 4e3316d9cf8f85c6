import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Tool } from './tool.js';

export const STRACE: Tool = { program: 'strace', remedy: 'apt-get install strace' };

const CALLS = [
  ...['openat', 'open', 'creat', 'mkdir', 'mkdirat', 'rename', 'renameat', 'renameat2', 'unlink', 'unlinkat'],
  ...['link', 'linkat', 'symlink', 'symlinkat', 'truncate', 'mknod', 'mknodat'],
];

/** Returns the command that runs a program and records in a file which paths it and its children write. */
export const traceWrites = (file: string, ...argv: readonly string[]): readonly [string, ...string[]] => [
  ...(['strace', '--follow-forks', '--seccomp-bpf', '--string-limit=500', `--output=${file}`] as const),
  ...[`--trace=${CALLS.join(',')}`, ...argv],
];

/** Returns the written paths in a record of a program that ran in the folder `cwd`. */
export function readWrites(file: string, cwd: string): readonly string[] {
  const paths = readFileSync(file, 'utf8').split('\n').flatMap(readCall);
  return [...new Set(paths.map((path) => resolve(cwd, path)))].filter((path) => path !== '/dev/null');
}

/** A call that another thread interrupts has no result in its first line. It counts as a success. */
function readCall(line: string): readonly string[] {
  const [, call = '', rest = ''] = /^\d+\s+(\w+)\((.*)$/.exec(line) ?? [];
  if (!CALLS.includes(call) || / = -1 E/.test(rest)) return [];
  if (/^open(at)?$/.test(call) && !/O_(WRONLY|RDWR|CREAT|TRUNC)/.test(rest)) return [];
  return [...rest.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, path = '']) => path);
}
