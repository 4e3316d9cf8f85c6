import { describe, expect, test } from '@jest/globals';
import { namesIn } from '../real/rules/expression.js';
import { alerts, type Rule, rules } from '../real/rules/promtool.js';
import { readPage } from './markdown.js';

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

  /** Returns the key of `alerts` that sets the severity; undefined if none does. */
  const settingOf = ({ expr }: Rule) =>
    /whmcs_product_alert:severity\{alert="(\w+)", severity!=/.exec(expr)?.[1];

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
