import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { fault } from '../../support/fault.js';
import { PAIRS, type Pair } from '../../support/pair.js';
import { alerts, promtool } from './promtool.js';
import { THINGS } from './things.js';

/** Evaluates the expression of an alert once, over series that are given as they were recorded. */
function evaluate(pair: Pair, alert: string, given: Readonly<Record<string, string>>, count: number): string {
  const expr = alerts.find((rule) => rule.alert === alert)?.expr ?? '';
  const test = {
    interval: '1m',
    input_series: Object.entries(given).map(([series, values]) => ({ series, values })),
    promql_expr_test: [
      {
        eval_time: '31m',
        expr: `count(${expr})`,
        exp_samples: count > 0 ? [{ labels: '{}', value: count }] : [],
      },
    ],
  };
  const folder = mkdtempSync(join(tmpdir(), 'gap-'));
  const file = join(folder, 'tests.yml');
  writeFileSync(file, JSON.stringify({ rule_files: [], evaluation_interval: '1m', tests: [test] }));
  const { status, output } = promtool(pair, 'test', 'rules', file);
  rmSync(folder, { recursive: true });
  return status === 0 ? '' : output;
}

for (const pair of PAIRS)
  for (const { word, prefix, stock, labels } of THINGS) {
    const own = Object.entries({ site: 'main', ...labels }).map(([name, value]) => `${name}="${value}"`);
    const metric = stock.replace(/_stock$/, '');
    const alert = `WHMCS${word}StockRunningOut`;
    const between = { [`${prefix}:${metric}_sellout_probability:lead_time{job="stock",${own}}`]: '0.25x40' };
    const fired = `ALERTS{alertname="${alert}",alertstate="firing",severity="warning",category="stock",job="stock",${own}}`;
    fault(
      'process',
      `the ${pair.name} Prometheus evaluates no rules for ten minutes, while the forecast of a ` +
        `${word.toLowerCase()} is between the probabilities at which its alert starts and ends`,
      'the alert stays',
      () => {
        expect(evaluate(pair, alert, { ...between, [fired]: '1x20 _x20' }, 1)).toBe('');
        // It does not begin there.
        expect(evaluate(pair, alert, between, 0)).toBe('');
      },
      { tester: pair.testWith('promtool') },
    );
  }
