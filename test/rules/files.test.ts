import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { rulesOf } from '../../src/rules/all-rules.js';
import { FILES, renderFile } from '../../src/rules/files.js';
import { renderRules } from '../../src/rules/render.js';
import { DEFAULT_OPTIONS } from '../../src/rules/rule-options.js';
import { PAIRS } from '../support/pair.js';

test.each(Object.entries(FILES))('deploy/prometheus holds the default %s rules', async (kind, name) => {
  const committed = await readFile(join('deploy/prometheus', name), 'utf8');
  // `npm run rules` writes it.
  expect(committed).toBe(renderFile(kind as keyof typeof FILES, DEFAULT_OPTIONS));
});

const OTHERS = {
  ...DEFAULT_OPTIONS,
  jobLabel: 'scrape',
  siteLabel: 'exported_site',
  replicaLabels: ['instance', 'zone'],
  intervals: { 'whmcs-stock': '1m' },
};

test('no rule uses a label that the options rename, or a replica label that they leave out', () => {
  const groups = [...rulesOf('recording', OTHERS), ...rulesOf('alert', OTHERS)];
  const expressions = groups.flatMap(({ rules }) => rules.map(({ expr }) => expr));
  const lists = expressions.flatMap((expr) => expr.match(/(?:without|ignoring|on|by) \([^)]*\)/g) ?? []);
  expect(lists.filter((list) => /\b(site|job|pod|node)\b/.test(list))).toEqual([]);
  expect(groups.filter(({ interval }) => interval !== undefined).map(({ name }) => name)).toEqual([
    'whmcs-stock',
  ]);
});

for (const pair of PAIRS)
  pair.testWith('promtool')(`the shipped tests of the rules pass with the ${pair.name} promtool`, () => {
    const { status, stderr } = spawnSync(
      pair.file('promtool'),
      ['test', 'rules', 'deploy/prometheus/rules-test.yml'],
      { encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

for (const pair of PAIRS)
  pair.testWith('promtool')(`the ${pair.name} promtool accepts rules with other labels`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rules-'));
    const file = join(folder, 'rules.yml');
    await writeFile(file, renderRules([...rulesOf('recording', OTHERS), ...rulesOf('alert', OTHERS)]));
    const { status, stdout, stderr } = spawnSync(pair.file('promtool'), ['check', 'rules', file], {
      encoding: 'utf8',
    });
    await rm(folder, { recursive: true });
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(stdout).toContain('SUCCESS');
  });
