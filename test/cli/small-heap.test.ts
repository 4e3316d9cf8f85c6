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

testWith({ program: NODE_24, remedy: 'run scripts/other-node' })(
  'the memory of a burst of work returns to the system on Node 24, where V8 would keep it',
  async () => {
    const { out } = await runProgram(NODE_24, ['scripts/run.js', 'test/support/heap-burst.ts']);
    expect(JSON.parse(out).heldMiB).toBeLessThan(40);
  },
);

test('the space for new objects grows with the number of sites, up to a limit, but not by reloads', async () => {
  const sizes = await Promise.all([19, 45, 1_000].map((sites) => growHeap(process.execPath, sites)));
  expect(sizes.map(({ youngMiB }) => youngMiB)).toEqual([2, 4, 32]);
});

/** By default the ratio is above 2.5, and the space for new objects grows to 32 MiB or more. */
async function expectSmallHeap(node: string): Promise<void> {
  const { youngMiB, ratio } = await growHeap(node, 1);
  expect(youngMiB).toBeLessThan(8);
  expect(ratio).toBeLessThan(1.8);
}

async function growHeap(node: string, sites: number) {
  const argv = ['scripts/run.js', 'test/support/heap-growth.ts', String(sites)];
  const { out, err } = await runProgram(node, argv);
  expect(err).toBe('');
  return JSON.parse(out) as { readonly youngMiB: number; readonly ratio: number };
}
