import { spawnSync } from 'node:child_process';
import { test } from '@jest/globals';

/** A program that some tests need. */
export type Tool = {
  readonly program: string;
  /** Arguments with which it exits with 0 where it can be used, `--version` by default. */
  readonly probe?: readonly string[];
  /** What a developer without it has to run. */
  readonly remedy: string;
};

/** `test`, or its replacement where tests cannot run. */
export type Tester = typeof test | typeof test.skip;

const isMissing = ({ program, probe = ['--version'] }: Tool) => spawnSync(program, probe).status !== 0;

/** What was already reported as missing, once for each test file. */
const reported = new Set<string>();

/**
 * Returns `test` if every tool can be used. Otherwise it prints what is missing, and returns `test.skip`.
 *
 * @throws {Error} with `CI` set, where nothing may be missing.
 */
export function testWith(...tools: readonly Tool[]): Tester {
  const reasons = tools.filter(isMissing).map(({ program, remedy }) => `${program} can't be used: ${remedy}`);
  if (reasons.length === 0) return test;
  const reason = reasons.join('; ');
  if (process.env.CI !== undefined) throw new Error(reason);
  if (!reported.has(reason)) process.stderr.write(`skipped: ${reason}\n`);
  reported.add(reason);
  return test.skip;
}
