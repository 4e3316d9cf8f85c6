import { readFileSync } from 'node:fs';
import type { Program } from './program.js';

/** Returns the process that a program such as `unshare` or `strace` has started. */
export function onlyChild({ pid, output }: Pick<Program, 'pid' | 'output'>): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  if (!/^\d+$/.test(children)) throw new Error(`not running, but wrote:\n${output()}`);
  return Number(children);
}
