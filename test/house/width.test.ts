import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { listFiles } from './files.js';

const WIDTH = 110;
const FOLDERS = ['src', 'test', 'scripts', 'grafana/src', 'deploy'];
const COMMENTED = /\.(ts|js|php|yml)$/;
const COMMENT = /^\s*(\/\/|\/\*|\*|#)/;

const findWide = (text: string): readonly string[] =>
  text.split('\n').filter((line) => line.length > WIDTH && COMMENT.test(line) && line.includes(' '));

/** The formatter breaks wide code, except for texts. */
test('comments are at most 110 columns wide', () => {
  const files = FOLDERS.flatMap(listFiles).filter((path) => COMMENTED.test(path));
  const wide = files.flatMap((path) =>
    findWide(readFileSync(path, 'utf8')).map((line) => `${path}: ${line}`),
  );
  expect(wide).toEqual([]);
});

/** A regular expression can't be broken. */
const PATTERN = /^\s*\/.*\/[a-z]*[,;]?$/;

test('texts in src are at most 110 columns wide', () => {
  const wide = listFiles('src').flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.length > WIDTH && !PATTERN.test(line))
      .map((line) => `${path}: ${line}`),
  );
  expect(wide).toEqual([]);
});

test('a comment that is too wide is found', () => {
  const wide = `word ${'x'.repeat(WIDTH)}`;
  const kinds = [`// ${wide}`, ` * ${wide}`, `/** ${wide} */`, `# ${wide}`];
  expect(findWide(kinds.join('\n'))).toEqual(kinds);
  expect(findWide(`const text = '${wide}';\n// short`)).toEqual([]);
});
