import { spawnSync } from 'node:child_process';
import { test } from '@jest/globals';

/** A program that some tests need, and how a developer gets it. */
export type Tool = { readonly program: string; readonly remedy: string };

/** `test`, or what stands in for it where tests cannot run. */
export type Tester = typeof test | typeof test.skip;

/**
 * Returns `test` if the programs run. Otherwise it prints what is missing, and returns `test.skip`.
 *
 * @throws {Error} with `CI` set, where nothing may be missing.
 */
export function testWithTools(tools: readonly Tool[]): Tester {
  const missing = tools.filter(({ program }) => spawnSync(program, ['--version']).error !== undefined);
  if (missing.length === 0) return test;
  const reasons = missing.map(({ program, remedy }) => `${program} is not installed, ${remedy}`).join('; ');
  if (process.env.CI !== undefined) throw new Error(reasons);
  process.stderr.write(`skipped: ${reasons}\n`);
  return test.skip;
}

/** Returns `test` for what needs a program of a Debian package. */
export function testWith(program: string, debianPackage: string): Tester {
  return testWithTools([{ program, remedy: `apt-get install ${debianPackage}` }]);
}
