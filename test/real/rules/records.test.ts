import { describe, expect, test } from '@jest/globals';
import { PAIRS } from '../../support/pair.js';
import { apiRecords } from './api-records.js';
import { choiceSpeedRecords } from './choice-speed-records.js';
import { namesIn } from './expression.js';
import { rules, testRules } from './promtool.js';
import { toTest } from './record-case.js';
import { shopRecords } from './shop-records.js';
import { speedRecords } from './speed-records.js';
import { thingRecords } from './stock-records.js';
import { trustRecords } from './trust-records.js';

const cases = [
  ...trustRecords,
  ...thingRecords,
  ...shopRecords,
  ...speedRecords,
  ...choiceSpeedRecords,
  ...apiRecords,
];

/** Records that only dashboards use are tested with the dashboards. */
const OF_DASHBOARDS = [
  'site:whmcs_stock:readable',
  'site_product:whmcs_product_stock:attention',
  'site_product:whmcs_product_stock:in_stock_ratio15m',
];

describe.each(PAIRS)('the $name Prometheus records exactly this', (pair) => {
  pair.testWith('promtool').each(cases)('$name', (one) => {
    const passed = { status: 0, output: expect.stringContaining('SUCCESS') };
    expect(testRules(pair, [toTest(one)], one.interval)).toEqual(passed);
  });
});

test('every recording rule has a test case', () => {
  const named = cases
    .flatMap(({ at }) => Object.values(at).flatMap((recorded) => Object.entries(recorded)))
    .filter(([, samples]) => samples.length > 0)
    .flatMap(([expression]) => namesIn(expression).selectors.map(({ name }) => name));
  const recorded = rules.flatMap(({ record }) => record ?? []);
  expect(new Set([...named, ...OF_DASHBOARDS])).toEqual(new Set(recorded));
});
