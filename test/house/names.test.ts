import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from '@jest/globals';
import { findRepeats, listFiles } from './files.js';

test('every file of src has a name of its own', () => {
  expect(findRepeats(listFiles('src').map((path) => basename(path)))).toEqual([]);
});

test('a name that two folders use is found', () => {
  expect(findRepeats(['site.ts', 'stock.ts', 'site.ts', 'site.ts'])).toEqual(['site.ts']);
});

test('every file that CONTRIBUTING.md names exists', () => {
  const page = readFileSync('CONTRIBUTING.md', 'utf8');
  const known = new Set(['src', 'test', 'scripts'].flatMap(listFiles));
  const names = [...known].map((path) => basename(path));
  const named = [...page.matchAll(/`([a-z/.-]+\.ts)`/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((path) => !known.has(path) && (path.includes('/') || !names.includes(path)))).toEqual(
    [],
  );
});
