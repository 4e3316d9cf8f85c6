import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { listKeys, splitDescription } from '../../scripts/reference/configuration.js';
import { renderReference } from '../../scripts/reference/pages.js';
import { parseDuration } from '../../src/config/duration.js';
import { configJsonSchema } from '../../src/config/json-schema.js';
import { DEFAULT_CONCURRENCY, DEFAULTS } from '../../src/config/site-settings.js';
import { parseSize } from '../../src/config/size.js';
import { optionFamilies } from '../../src/metrics/option-families.js';
import { movementFamilies, productFamilies } from '../../src/metrics/product-families.js';
import { exposedLabels } from '../real/rules/exposed.js';

const pages = await renderReference();

test.each(Object.entries(pages))('%s is what npm run docs writes', async (path, page) => {
  expect(await readFile(path, 'utf8')).toBe(page);
});

test.each(Object.entries(pages))('%s shows every default as text', (_path, page) => {
  expect(page).not.toMatch(/\[object|\bundefined\b/);
});

describe('the configuration', () => {
  const keys = listKeys(configJsonSchema());

  test('describes every key', () => {
    expect(keys.length).toBeGreaterThan(100);
    expect(keys.filter(({ schema }) => !schema.description).map(({ path }) => path)).toEqual([]);
  });

  test.each([
    ['interval', DEFAULTS.interval],
    ['timeout', DEFAULTS.timeout],
    ['max_age', DEFAULTS.max_age],
    ['concurrency', DEFAULTS.concurrency],
    ['body_limit', DEFAULTS.body_limit],
    ['series_limit', DEFAULTS.series_limit],
    ['source', DEFAULTS.source],
    ['companion.action', DEFAULTS.companion.action],
    ['usage.statuses', DEFAULTS.usage.statuses.join(', ')],
    ['usage.page_size', DEFAULTS.usage.page_size],
  ])('describes the default of %s', (key, value) => {
    expect(presetOf(`sites[].${key}`)).toBe(value);
  });

  test('describes the default of collector.concurrency', () => {
    expect(presetOf('collector.concurrency')).toBe(DEFAULT_CONCURRENCY);
  });

  /** Returns the default in a description, as the code has it. */
  function presetOf(path: string): string | number {
    const { schema } = keys.find((key) => key.path === path) ?? {};
    const { preset } = splitDescription(schema?.description ?? '');
    const [first = ''] = preset.split(/, which|:/);
    return parseDuration(first) ?? parseSize(first) ?? (/^\d+$/.test(first) ? Number(first) : first);
  }
});

test('families declare the labels that they expose', async () => {
  const exposed = await exposedLabels();
  const families = [...productFamilies, ...movementFamilies, ...optionFamilies];
  const shown = families.filter(({ name }) => exposed.has(name));
  expect(shown.length).toBeGreaterThan(15);
  for (const { name, labels } of shown)
    expect([name, ...(exposed.get(name) ?? [])]).toEqual([name, ...labels]);
});
