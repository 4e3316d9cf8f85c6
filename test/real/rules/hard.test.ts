import { describe, expect } from '@jest/globals';
import { testWith } from '../../support/tool.js';
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

describe('all that fires, and nothing else', () => {
  testWith('promtool', 'prometheus').each(hardCases)('$name', (one) => {
    const passed = { status: 0, output: expect.stringContaining('SUCCESS') };
    expect(testRules([toTest(one)], one.interval)).toEqual(passed);
  });
});
