import { spawnSync } from 'node:child_process';
import { test } from '@jest/globals';

/**
 * `test` for what needs a program of Debian's. Without the program the test is passed over, naming the package to install; where
 * `CI` is set it runs all the same, and fails.
 */
export function testWith(program: string, debianPackage: string): typeof test | typeof test.skip {
  const found = spawnSync(program, ['--version']).error === undefined;
  if (found || process.env.CI !== undefined) return test;
  process.stderr.write(`passed over for want of ${program}: apt-get install ${debianPackage}\n`);
  return test.skip;
}
