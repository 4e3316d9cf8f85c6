import { expect, test } from '@jest/globals';
import { runProgram } from '../support/run-program.js';

test('a function is compiled when it is first called, and interpreted before that is asked for', async () => {
  const argv = ['--allow-natives-syntax', 'scripts/run.js', 'test/support/early-compilation.ts'];
  const { out, err } = await runProgram(process.execPath, argv);
  expect(err).toBe('');
  expect(JSON.parse(out)).toEqual([false, true]);
});
