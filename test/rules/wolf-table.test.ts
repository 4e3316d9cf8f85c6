import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { rulesOf } from '../../src/rules/all-rules.js';
import { DEFAULT_OPTIONS } from '../../src/rules/rule-options.js';

const PAGE = 'docs/alerts.md';
const KINDS = ['Product', 'Option', 'Combination', 'Pool'];

const alerts = rulesOf('alert', DEFAULT_OPTIONS)
  .flatMap(({ rules }) => rules)
  .flatMap((rule) => ('alert' in rule ? rule.alert.replace(/^WHMCS/, '') : []));

/** Returns the rows of the table: the alerts that each is about, and its other cells. */
async function readTable() {
  const page = await readFile(PAGE, 'utf8');
  const [, table = ''] = /^### When each alert cries wolf.*\n\n((?:\|.*\n)+)/m.exec(page) ?? [];
  return table
    .split('\n')
    .slice(2, -1)
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .map(([names = '', ...cells]) => ({
      names: [...names.matchAll(/`(.*?)`/g)].flatMap(([, name = '']) => expand(name)),
      cells,
    }));
}

/** An ellipsis stands for every kind of stock that has such an alert. */
function expand(name: string): readonly string[] {
  if (!name.startsWith('…')) return [name];
  return KINDS.map((kind) => name.replace('…', kind)).filter((one) => alerts.includes(one));
}

test('the table says of every alert, once, when it cries wolf and when it stays silent', async () => {
  const rows = await readTable();
  expect(rows.flatMap(({ names }) => names).sort()).toEqual([...alerts].sort());
  for (const { names, cells } of rows) {
    expect(names).not.toEqual([]);
    expect([names, cells.length, cells.every((cell) => cell !== '')]).toEqual([names, 2, true]);
  }
});

test('every alert that the table names elsewhere exists', async () => {
  const named = (await readTable()).flatMap(({ cells }) => cells.join(' ').match(/`…?[A-Z]\w+`/g) ?? []);
  const unknown = named
    .map((name) => name.replaceAll('`', ''))
    .filter((name) => expand(name).some((one) => !alerts.includes(one)));
  expect(unknown).toEqual([]);
});
