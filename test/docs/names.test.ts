import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { redactIo } from '../../src/cli/redacted-io.js';
import { createProgram } from '../../src/cli/run.js';
import { rules } from '../real/rules/promtool.js';
import { UNCHANGED_ENGINE } from '../support/unchanged-engine.js';
import { PAGES, readPage } from './markdown.js';

const pages = PAGES.filter((page) => page !== 'CHANGELOG.md');
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const io = {
  ...{
    env: {},
    out() {},
    err() {},
    unread: () => 0,
    readSecret: async () => '',
    interactive: false,
    onHangup() {},
    engine: UNCHANGED_ENGINE,
  },
  signal: new AbortController().signal,
};
const { commands } = createProgram(redactIo(io), () => {});
const metrics = new Set(
  [...readPage('docs/reference/metrics.md').matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name),
);

const recorded = new Set(rules.map(({ record }) => record));

/** Returns the names in a page that match and are not known. */
const unknown = (page: string, pattern: RegExp, isKnown: (...groups: readonly string[]) => boolean) =>
  [...readPage(page).matchAll(pattern)].filter(([, ...groups]) => !isKnown(...groups)).map(([all]) => all);

test.each(pages)('%s names only commands and flags that exist', (page) => {
  const flags = commands.flatMap(({ options }) => options.map(({ long }) => long));
  const isCommand = (name = '') =>
    name.startsWith('-') || commands.some((command) => command.name() === name);
  expect(unknown(page, /\bwhmcs-stock-exporter ([a-z-]+)\b/g, isCommand)).toEqual([]);
  const isFlag = (name = '') => [...flags, '--web.external-url'].includes(name);
  expect(unknown(page, /(?<=`)(--(?:config|web|log|simulator)\.[a-z.-]+)/g, isFlag)).toEqual([]);
});

test.each(pages)('%s names only scripts, metrics and paths that exist', (page) => {
  expect(unknown(page, /\bnpm run (?:--silent )?([\w:]+)/g, (name = '') => name in scripts)).toEqual([]);
  const isMetric = (name = '') =>
    name === 'whmcs_api_secret' || metrics.has(name.replace(/_(bucket|sum|count)$/, ''));
  expect(unknown(page, /(?<![:\w/-])(whmcs_[a-z_]*[a-z])(?![\w:*…-]|_)/g, isMetric)).toEqual([]);
  expect(
    unknown(
      page,
      /`((?:src|test|scripts|deploy|grafana)\/[\w./-]+)`/g,
      (path = '') => path.includes('NAME') || existsSync(path),
    ),
  ).toEqual([]);
});

const RECORDED = /\b((?:site|instance)[a-z_]*:\w+:\w+)/g;

test.each(pages)('%s names only recorded series that a shipped rule records', (page) => {
  expect(unknown(page, RECORDED, (name) => recorded.has(name))).toEqual([]);
});

test('pages name recorded series', () => {
  const named = pages.filter((page) => readPage(page).match(RECORDED));
  expect(named).toEqual(
    expect.arrayContaining(['docs/alerts.md', 'deploy/runbooks/whmcsproductstocklow.md']),
  );
});
