import { describe, expect } from '@jest/globals';
import { PAIRS } from '../../support/pair.js';
import { type HardCase, hardCases } from './hard-cases.js';
import { testRules } from './promtool.js';
import { input } from './series.js';

const toTest = ({ name, given, firing, interval = '30s' }: HardCase) => ({
  name,
  interval,
  input_series: input(given),
  promql_expr_test: Object.entries(firing).map(([time, counts]) => ({
    eval_time: time,
    expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
    exp_samples: Object.entries(counts).map(([alertname, value]) => ({
      labels: `{alertname="${alertname}"}`,
      value,
    })),
  })),
});

describe.each(PAIRS)('all that fires on the $name Prometheus, and nothing else', (pair) => {
  pair.testWith('promtool').each(hardCases)('$name', (one) => {
    const passed = { status: 0, output: expect.stringContaining('SUCCESS') };
    expect(testRules(pair, [toTest(one)], one.interval)).toEqual(passed);
  });
});
