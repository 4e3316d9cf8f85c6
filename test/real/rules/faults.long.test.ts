import { expect } from '@jest/globals';
import { fault } from '../../support/fault.js';
import { PAIRS } from '../../support/pair.js';
import { testWith } from '../../support/tool.js';
import { clockCases } from './clock-cases.js';
import type { FaultCase } from './fault-case.js';
import { identityCases } from './identity-cases.js';
import { lastingCases } from './lasting-cases.js';
import { noiseCases } from './noise-cases.js';
import { pairCases } from './pair-cases.js';
import { runTests } from './promtool.js';
import { replicaCases } from './replica-cases.js';
import { input } from './series.js';
import { severityCases } from './severity-cases.js';
import { pairsFor } from './shared-cases.js';
import { siteTargetCases } from './site-target-cases.js';

const toTest = ({ injected, given, firing, interval = '30s' }: FaultCase) => ({
  name: injected,
  interval,
  input_series: input(given),
  promql_expr_test: Object.entries(firing).map(([time, counts]) => ({
    eval_time: time,
    expr: 'count by (alertname, severity) (ALERTS{alertstate="firing", alertname!="WHMCSWatchdog"})',
    exp_samples: Object.entries(counts).map(([name, value]) => {
      const [alertname = '', severity = ''] = name.split('_');
      return { labels: `{alertname="${alertname}", severity="${severity}"}`, value };
    }),
  })),
});

const tester = testWith(
  ...PAIRS.map((pair) => ({ program: pair.file('promtool'), remedy: 'see CONTRIBUTING.md' })),
);

const cases = [
  ...identityCases,
  ...severityCases,
  ...replicaCases,
  ...pairCases,
  ...lastingCases,
  ...noiseCases,
  ...siteTargetCases,
  ...clockCases,
];

for (const [index, one] of cases.entries())
  fault(
    one.area,
    one.injected,
    one.shown,
    () => {
      const evaluated = one.interval ?? '1m'; // half of the work of every sample
      for (const pair of pairsFor(index)) expect(runTests(pair, [toTest(one)], evaluated)).toBe('');
    },
    { tester },
  );
