import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { cachedFolder } from '../support/cached-folder.js';
import { runProgram } from '../support/run-program.js';
import { testWith } from '../support/tool.js';

const NODE_24 = join(cachedFolder('OTHER_NODE', 'other-node'), 'node_modules/.bin/node');

test('the heap stays small while objects are replaced', () => expectSmallHeap(process.execPath));

testWith({ program: NODE_24, remedy: 'run scripts/other-node' })(
  'the heap stays small on Node 24, too, where it would grow four times as much',
  () => expectSmallHeap(NODE_24),
);

/** By default the ratio is above 4, and the space for new objects grows to 32 MiB or more. */
async function expectSmallHeap(node: string): Promise<void> {
  const { out, err } = await runProgram(node, ['scripts/run.js', 'test/support/heap-growth.ts']);
  expect(err).toBe('');
  const { youngMiB, ratio } = JSON.parse(out);
  expect(youngMiB).toBeLessThan(8);
  expect(ratio).toBeLessThan(2.5);
}
