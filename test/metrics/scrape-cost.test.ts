import { expect, test } from '@jest/globals';
import { runProgram } from '../support/run-program.js';

/** Other tests of a process allocate, too, so this one has its own. */
const ARGV = ['--expose-gc', '--min-semi-space-size=32', '--max-semi-space-size=32', 'scripts/run.js'];

test('a scrape renders what changed since the last one, not all that is exposed', async () => {
  const { out, err } = await runProgram(process.execPath, [...ARGV, 'test/support/scrape-cost.ts']);
  expect(err).toBe('');
  const { text, published, bytes, cpu } = JSON.parse(out);
  expect(bytes).toBeLessThan(text / 3); // it takes a tenth to a fifth of what is exposed
  expect(cpu).toBeLessThan(published / 100); // it takes less than a 400th
});
