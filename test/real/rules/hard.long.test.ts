import { describe, expect } from '@jest/globals';
import { NEWER, PAIRS } from '../../support/pair.js';
import { type HardCase, hardCases } from './hard-cases.js';
import { runTests } from './promtool.js';
import { input } from './series.js';
import { casesOn } from './shared-cases.js';

const toTest = ({ name, given, firing, interval = '30s' }: HardCase) => ({
  name,
  interval,
  input_series: input(given),
  promql_expr_test: Object.entries(firing).map(([time, counts]) => ({
    eval_time: time,
    expr: 'count by (alertname) (ALERTS{alertstate="firing", alertname!="WHMCSWatchdog"})',
    exp_samples: Object.entries(counts).map(([alertname, value]) => ({
      labels: `{alertname="${alertname}"}`,
      value,
    })),
  })),
});

describe.each(PAIRS)('on the $name Prometheus', (pair) => {
  pair.testWith('promtool')('in hard cases, what should fires, and nothing else', () => {
    // One evaluates rules at the interval of the shipped configuration, the other at Prometheus's default.
    expect(runTests(pair, casesOn(pair, hardCases).map(toTest), pair === NEWER ? '1m' : '30s')).toBe('');
  });
});
