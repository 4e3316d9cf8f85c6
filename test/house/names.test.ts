import { basename } from 'node:path';
import { expect, test } from '@jest/globals';
import { findRepeats, listFiles } from './files.js';

test('every file of src has a name of its own', () => {
  expect(findRepeats(listFiles('src').map((path) => basename(path)))).toEqual([]);
});

test('a name that two folders use is found', () => {
  expect(findRepeats(['site.ts', 'stock.ts', 'site.ts', 'site.ts'])).toEqual(['site.ts']);
});
