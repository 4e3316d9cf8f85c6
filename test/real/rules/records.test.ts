import { describe, expect, test } from '@jest/globals';
import { PAIRS } from '../../support/pair.js';
import { apiRecords } from './api-records.js';
import { namesIn } from './expression.js';
import { neededFor } from './needed-rules.js';
import { alerts, rules, runTests } from './promtool.js';
import { toTest } from './record-case.js';
import { shopRecords } from './shop-records.js';
import { thingRecords } from './stock-records.js';
import { trustRecords } from './trust-records.js';

const sets = {
  'trust in stock': trustRecords,
  'the stock of products, choices and combinations': thingRecords,
  'visibility, pools, sites and groups': shopRecords,
  'requests to the API': apiRecords,
};
const cases = Object.values(sets).flat();

/** Records that only dashboards use are tested with the dashboards. */
const OF_DASHBOARDS = [
  'site:whmcs_stock:readable',
  ...[
    'site_product:whmcs_product_stock',
    'site_option:whmcs_product_option_stock',
    'site_combination:whmcs_product_combination_stock',
  ].flatMap((stock) => [`${stock}:attention`, `${stock}:attention_since_timestamp_seconds`]),
  'site_product:whmcs_product_stock:in_stock_ratio15m',
];

describe.each(PAIRS)('the $name Prometheus records exactly this', (pair) => {
  pair.testWith('promtool').each(Object.entries(sets))('%s', (_, cases) => {
    expect(runTests(pair, cases.map(toTest))).toBe('');
  });
});

test('every recording rule has a test case, or is used by alerts, whose cases test it', () => {
  const named = cases
    .flatMap(({ at }) => Object.values(at).flatMap((recorded) => Object.entries(recorded)))
    .filter(([, samples]) => samples.length > 0)
    .flatMap(([expression]) => namesIn(expression).selectors.map(({ name }) => name));
  const used = neededFor(
    alerts.map(({ expr }) => expr),
    rules,
  );
  const covered = [...[...used].flatMap(({ record }) => record ?? []), ...named, ...OF_DASHBOARDS];
  expect(new Set(covered)).toEqual(new Set(rules.flatMap(({ record }) => record ?? [])));
});
