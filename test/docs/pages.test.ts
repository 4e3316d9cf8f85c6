import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { anchorsOf, PAGES, readPage, withoutCode } from './markdown.js';

const WIDTH = 110;

test.each(PAGES)('every link of %s leads somewhere', (page) => {
  const links = [...withoutCode(readPage(page)).matchAll(/\]\(([^()\s]+)\)/g)].map(([, link = '']) => link);
  const broken = links.filter((link) => {
    if (/^(https?|mailto):/.test(link)) return false;
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : join(dirname(page), path);
    if (!existsSync(target)) return true;
    return anchor !== undefined && !anchorsOf(readPage(target)).has(anchor);
  });
  expect(broken).toEqual([]);
});

test.each(PAGES.filter((page) => !page.startsWith('deploy/runbooks/')))(
  'prose of %s is at most 110 columns wide',
  (page) => {
    const lines = readPage(page)
      .replaceAll(/^ *```[\s\S]*?^ *```$/gm, '')
      .split('\n')
      .filter((line) => !/^\s*\|/.test(line));
    expect(lines.filter((line) => line.length > WIDTH)).toEqual([]);
  },
);

test('the README is under 150 lines', () => {
  expect(readPage('README.md').split('\n').length).toBeLessThan(150);
});

const tasks = PAGES.filter((page) => /^docs\/[\w-]+\.md$/.test(page) && page !== 'docs/decisions.md');

describe.each(tasks)('%s', (page) => {
  const text = readPage(page);

  test('says what you get, and how you see that it worked', () => {
    expect(text).toMatch(/^\*\*What you get:\*\* /m);
    expect(text).toMatch(/^## How you see that it worked$/m);
  });

  test('is linked from the README', () => {
    expect(readPage('README.md')).toContain(`](${page})`);
  });
});
