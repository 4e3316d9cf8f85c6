import { expect } from '@jest/globals';
import { fault } from '../../support/fault.js';
import { PAIRS } from '../../support/pair.js';
import { testWith } from '../../support/tool.js';
import { atEveryInterval, EVERY_INTERVAL, SAMPLE } from './interval-cases.js';
import { runTests } from './promtool.js';
import { input, type Series } from './series.js';
import { pairsFor } from './shared-cases.js';

const tester = testWith(
  ...PAIRS.map((pair) => ({ program: pair.file('promtool'), remedy: 'see CONTRIBUTING.md' })),
);

const SLOW = 'WHMCSApiSlow';
const FAILING = 'WHMCSApiErrorRatioHigh';

type Expected = Readonly<Record<string, readonly string[]>>;

let cases = 0;

/** Expects the sites of which an alert fires at some times. */
function expectSites(alert: string, given: Series, expected: Expected): void {
  const one = {
    name: alert,
    interval: `${SAMPLE}s`,
    input_series: input(given),
    promql_expr_test: Object.entries(expected).map(([time, sites]) => ({
      eval_time: time,
      expr: `count by (site) (ALERTS{alertname="${alert}", alertstate="firing"})`,
      exp_samples: sites.map((site) => ({ labels: `{site="${site}"}`, value: 1 })),
    })),
  };
  cases += 1;
  for (const pair of pairsFor(cases)) expect(runTests(pair, [one])).toBe('');
}

const [ALL, NONE] = [EVERY_INTERVAL, [] as const];
const EVERY = `at each interval from ${ALL[0]} to ${ALL.at(-1)}`;
const isBad = (hour: number): boolean => hour > 2 && hour <= 11;
/** Times at which nothing is wrong yet, has been for hours, and has not been for hours. */
const WELL = '119m';
const BAD = ['8h40m', '9h20m', '10h4m', '11h'];
const WELL_AGAIN = '18h';

const throughout = (sites: readonly string[]): Expected =>
  Object.fromEntries([[WELL, NONE], ...BAD.map((time) => [time, sites]), [WELL_AGAIN, NONE]]);

fault(
  'api',
  `each request takes eight seconds for nine hours, ${EVERY}`,
  'an alert that the API is slow, until it is fast again',
  () =>
    expectSites(
      SLOW,
      atEveryInterval((hour) => ({ slow: isBad(hour) ? 1 : 0 })),
      throughout(ALL),
    ),
  { tester },
);

fault(
  'api',
  `one collection in two fails for nine hours, with its retries, ${EVERY}`,
  'an alert that requests fail, until they succeed again',
  () =>
    expectSites(
      FAILING,
      atEveryInterval((hour, count) => (isBad(hour) && count % 2 === 0 ? { sent: 3, failed: 3 } : {})),
      throughout(ALL),
    ),
  { tester },
);

/** The intervals at which a quarter of the requests of six hours is at least five. */
const UP_TO_A_QUARTER = ALL.filter((name) => !['30m', '1h'].includes(name));

fault(
  'api',
  'one request in three takes eight seconds for nine hours, at each interval up to 30 minutes',
  'an alert that the API is slow, until it is fast again',
  () =>
    expectSites(
      SLOW,
      atEveryInterval((hour, count) => ({ slow: isBad(hour) && count % 3 === 0 ? 1 : 0 })),
      throughout(ALL.filter((name) => name !== '1h')),
    ),
  { tester },
);

fault(
  'api',
  'one request in four fails for nine hours, at each interval up to 15 minutes',
  'an alert that requests fail, until they succeed again',
  () =>
    expectSites(
      FAILING,
      atEveryInterval((hour, count) => ({ failed: isBad(hour) && count % 4 === 0 ? 1 : 0 })),
      throughout(UP_TO_A_QUARTER),
    ),
  { tester },
);

const AFTERWARDS = ['125m', '135m', '145m', '160m', '3h', '4h', '5h', '7h', '9h'];

for (const [injected, slow, failed] of [
  ['two requests in a row take eight seconds', 2, 0],
  ['one collection fails with its retries', 0, 4],
] as const)
  fault(
    'api',
    `${injected}, ${EVERY}`,
    'no alert',
    () => {
      let [slowLeft, since] = [0, Number.POSITIVE_INFINITY];
      const given = atEveryInterval((hour, count) => {
        if (count === 0) [slowLeft, since] = [slow, Number.POSITIVE_INFINITY];
        if (hour < 2) return {};
        const isFirst = since > hour;
        since = Math.min(since, hour);
        slowLeft -= 1;
        return { slow: slowLeft >= 0 ? 1 : 0, ...(isFirst && { sent: 1 + failed, failed }) };
      });
      const quiet = Object.fromEntries(AFTERWARDS.map((time) => [time, NONE]));
      expectSites(slow > 0 ? SLOW : FAILING, given, quiet);
    },
    { tester },
  );

fault(
  'api',
  `requests are slow for an hour, ${EVERY}, and fast afterwards`,
  'the alert ends within the hour where requests are frequent, and within six hours elsewhere',
  () => {
    const given = atEveryInterval((hour) => ({ slow: hour > 2 && hour <= 3 ? 1 : 0 }));
    const frequent = ALL.filter((name) => !['15m', '30m', '1h'].includes(name));
    expectSites(SLOW, given, { '178m': frequent, '4h': ['10m', '15m'], '10h': NONE });
  },
  { tester },
);
