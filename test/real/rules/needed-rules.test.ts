import { expect, test } from '@jest/globals';
import { namesIn } from './expression.js';
import { neededFor } from './needed-rules.js';
import { alerts, rules } from './promtool.js';

const namesOf = (needed: Iterable<{ readonly record?: string; readonly alert?: string }>) =>
  [...needed].map(({ record, alert }) => record ?? alert ?? '');

test('the rules and alerts that an alert depends on are needed, and no others', () => {
  const needed = namesOf(neededFor(['ALERTS{alertname="WHMCSOptionRestocked", alertstate="firing"}'], rules));
  expect(needed).toEqual(
    expect.arrayContaining([
      'WHMCSOptionRestocked',
      'WHMCSOptionOutOfStock',
      'site_option:whmcs_product_option_stock:for_sale_min15m',
      'site_product:whmcs_product:not_for_sale',
      'instance_site:whmcs_collection_interval_seconds:configured',
    ]),
  );
  expect(needed.filter((name) => /Product|Combination|removed|threshold/.test(name))).toEqual([]);
});

test('every recorded series that a needed rule uses is needed', () => {
  const recorded = new Set(rules.flatMap(({ record }) => record ?? []));
  for (const { record, alert, expr } of rules) {
    const asked = record ?? `ALERTS{alertname="${alert}"}`;
    const needed = new Set(namesOf(neededFor([asked], rules)));
    const named = namesIn(expr).selectors.map(({ name }) => name);
    expect(named.filter((name) => recorded.has(name) && !needed.has(name))).toEqual([]);
  }
});

test('a query for all firing alerts needs every alert', () => {
  const needed = namesOf(neededFor(['count by (alertname) (ALERTS{alertstate="firing"})'], rules));
  expect(needed).toEqual(expect.arrayContaining(namesOf(alerts)));
});
