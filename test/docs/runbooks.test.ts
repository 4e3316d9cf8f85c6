import { describe, expect, test } from '@jest/globals';
import { parseDuration } from '../../src/config/duration.js';
import { namesIn } from '../real/rules/expression.js';
import { alerts, type Rule, rules } from '../real/rules/promtool.js';
import { readBlocks, readPage } from './markdown.js';

const pageOf = ({ alert = '' }: Rule): string => `deploy/runbooks/${alert.toLowerCase()}.md`;

/** Returns the rules of the series that an expression selects. */
function recordsOf(expr: string): readonly Rule[] {
  const selected = new Set(namesIn(expr).selectors.map(({ name }) => name));
  return rules.filter(({ record }) => record !== undefined && selected.has(record));
}

describe('the severity of', () => {
  const table = readPage('deploy/runbooks/README.md').matchAll(/^\| \[(\w+)\]\([^)]*\) \| ([^|]+) \|/gm);
  const indexed = new Map([...table].map(([, alert = '', severity = '']) => [alert, severity]));
  const SEVERITY = /\b(?:critical|warning|info|none)\b/g;

  test.each(alerts)('$alert is the same in its rule, in its runbook and in the index', (rule) => {
    const { alert = '' } = rule;
    const [, , line = ''] = readPage(pageOf(rule)).split('\n');
    const setting = settingOf(rule);
    const severities = line.replace(/ *, or as set in .*/, '').match(SEVERITY) ?? [];
    expect([alert, line]).toEqual([
      alert,
      `Severity: ${severities.join(', ')}${setting ? `, or as set in \`alerts.${setting}\`` : ''}.`,
    ]);
    expect([alert, indexed.get(alert)]).toEqual([alert, severities.join(', ')]);
    expect([...severities].sort()).toEqual([...severitiesOf(rule)].sort());
  });

  test.each(alerts.filter((rule) => ![undefined, 'low'].includes(settingOf(rule))))(
    '$alert is the default of its setting in the page on alerts',
    (rule) => {
      const row = new RegExp(`^\\| \`${settingOf(rule)}\` \\| ([^|]+) \\|`, 'm');
      const [, preset = ''] = row.exec(readPage('docs/alerts.md')) ?? [];
      expect([...(preset.match(SEVERITY) ?? [])].sort()).toEqual([...severitiesOf(rule)].sort());
    },
  );

  /** Returns the key of `alerts` that sets the severity; undefined if none does. */
  function settingOf({ expr }: Rule): string | undefined {
    return /whmcs_product_alert:severity\{alert="(\w+)", severity!=/.exec(expr)?.[1];
  }

  /** Returns the severities that a rule gives to its alerts by itself. */
  function severitiesOf({ expr, labels = {} }: Rule): ReadonlySet<string> {
    const { severity = '' } = labels;
    if (/^\w+$/.test(severity)) return new Set([severity]);
    const own = replaced(expr);
    return new Set(own.length > 0 ? own : recordsOf(expr).flatMap((record) => replaced(record.expr)));
  }

  /** Returns the severities that an expression sets. */
  const replaced = (expr: string): readonly string[] =>
    [...expr.matchAll(/"severity",\s*"(\w+)",\s*"",\s*""/g)].map(([, severity = '']) => severity);
});

describe('a length of time', () => {
  const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
  const LENGTH = /\b(half an|an?|the last|\d+|[a-z]+) (second|minute|hour|day|week)s?\b/gi;
  const SECONDS: Readonly<Record<string, number>> = {
    ...{ second: 1, minute: 60, hour: 3600, day: 86_400, week: 7 * 86_400 },
  };
  /** Lengths that no rule has: they are settings, or facts about something else. */
  const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
    WHMCSProductStockRunningOut: ['four days'], // the default of `alerts.lead_time`
    WHMCSOptionStockRunningOut: ['four days'],
    WHMCSCombinationStockRunningOut: ['four days'],
    WHMCSPoolStockRunningOut: ['four days'],
  };

  test.each(alerts)('in the runbook of $alert is in its rule', (rule) => {
    const { alert = '' } = rule;
    const prose = proseOf(readPage(pageOf(rule)));
    const stated = [...prose.matchAll(LENGTH)]
      .filter(([all]) => !ELSEWHERE[alert]?.includes(all))
      .flatMap(([all, count = '', unit = '']) => {
        const number = numberOf(count.toLowerCase());
        return number === undefined ? [] : [{ all, seconds: number * (SECONDS[unit] ?? 0) }];
      });
    const known = secondsIn(rule);
    expect(stated.filter(({ seconds }) => !known.has(seconds)).map(({ all }) => all)).toEqual([]);
    for (const { text } of readBlocks(pageOf(rule)))
      for (const [, window = ''] of text.matchAll(/last_over_time\([^\n]*\[(\w+)\]/g))
        expect(known).toContain(secondsOf(window));
  });

  test('is found in prose, with each kind of number', () => {
    const found = 'Within half an hour, a week, 15 minutes or six hours, and some days'.matchAll(LENGTH);
    const numbers = [...found].map(([, count = '']) => numberOf(count));
    expect(numbers).toEqual([0.5, 1, 15, 6, undefined]);
  });

  /** Returns what says how an alert behaves: its meaning, and each sentence on when it ends. */
  function proseOf(page: string): string {
    const text = page.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll('\n', ' ');
    const [, meaning = ''] = /## Meaning(.*?)## /.exec(text) ?? [];
    const ends = text
      .split(/(?<=[.:]) /)
      .filter((sentence) => /\bresolve|\bSilence this alert for/.test(sentence));
    return [meaning, ...ends].join(' ');
  }

  function numberOf(count: string): number | undefined {
    if (count === 'half an') return 0.5;
    if (/^an?$/.test(count) || count === 'the last') return 1;
    const index = NUMBERS.indexOf(count);
    return index >= 0 ? index : /^\d+$/.test(count) ? Number(count) : undefined;
  }

  /** Returns the lengths in a rule and in the series up to two steps below it, except for self-references. */
  function secondsIn(rule: Rule): ReadonlySet<number> {
    const records = recordsOf(rule.expr);
    const below = records.flatMap(({ expr }) => recordsOf(expr));
    const texts = [rule, ...records, ...below].map(({ record, expr }) =>
      record === undefined
        ? expr
        : expr.replaceAll(new RegExp(`last_over_time\\(${record}\\[\\w+\\]`, 'g'), ''),
    );
    const windows = texts.flatMap((text) =>
      [...text.matchAll(/\[(\d+[a-z]+)[\]:]/g)].map(([, length = '']) => length),
    );
    const numbers = texts.flatMap((text) =>
      [...text.matchAll(/(?<![\w.])(\d+)(?: \* (86400))?(?![\w.])/g)].map(
        ([, number, factor = 1]) => Number(number) * Number(factor),
      ),
    );
    const lasting = rule.for === undefined ? [] : [rule.for];
    return new Set([...[...windows, ...lasting].map(secondsOf), ...numbers]);
  }

  const secondsOf = (length: string): number => (parseDuration(length) ?? 0) / 1000;
});
