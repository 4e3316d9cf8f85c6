import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { type Covered, listConfigKeys, listFlags, listWebKeys } from '../../scripts/reference/coverage.js';

/** Returns the problem with the test of a flag or a key; empty if there is none. */
async function problemOf({ name, place, test: file }: Covered): Promise<readonly string[]> {
  if (file === undefined) return [`${place} ${name} has no test in scripts/reference/tested-by.ts`];
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return [`${file}, the test of ${place} ${name}, does not exist`];
  const word = new RegExp(`(?<![\\w-])${name.replace(/\./g, '\\.')}(?![\\w-])`);
  return word.test(text) ? [] : [`${file}, the test of ${place}, does not name ${name}`];
}

describe.each([
  ['every flag', listFlags(), 35],
  ['every key of the configuration', listConfigKeys(), 100],
  ['every key of the web configuration', listWebKeys(), 20],
])('%s', (_, all, least) => {
  test('has a test that names it', async () => {
    expect(all.length).toBeGreaterThanOrEqual(least);
    expect((await Promise.all(all.map(problemOf))).flat()).toEqual([]);
  });
});
