import { afterEach, expect, jest, test } from '@jest/globals';
import { testWith } from '../support/tool.js';

const { CI } = process.env;
const MISSING = { program: 'no-such-program', remedy: 'apt-get install no-such-package' };
const BROKEN = { program: 'sh', probe: ['-c', 'exit 1'], remedy: 'apt-get install a-library-of-it' };
const THERE = { program: 'sh', probe: ['-c', 'exit 0'], remedy: 'nothing' };
const REASON = [
  "no-such-program can't be used: apt-get install no-such-package",
  "sh can't be used: apt-get install a-library-of-it",
].join('; ');

afterEach(() => {
  jest.restoreAllMocks();
  if (CI === undefined) delete process.env.CI;
  else process.env.CI = CI;
});

test('tests whose tool is missing are skipped, and say what to install, once', () => {
  delete process.env.CI;
  const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  for (const _ of [1, 2]) expect(testWith(THERE, MISSING, BROKEN)).toBe(test.skip);
  expect(written.mock.calls).toEqual([[`skipped: ${REASON}\n`]]);
});

test('with CI set, a missing tool fails', () => {
  process.env.CI = 'true';
  expect(() => testWith(THERE, MISSING, BROKEN)).toThrow(REASON);
});

test('tests whose tools are all there run', () => {
  expect(testWith(THERE)).toBe(test);
});
