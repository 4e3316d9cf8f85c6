import { expect, test } from '@jest/globals';
import { alerts, rules } from '../real/rules/promtool.js';
import { readAlertRules } from '../support/history/rules.js';

test('the made-up past has every shipped alert, even in groups with recording rules', () => {
  expect(readAlertRules().map(({ alert }) => alert)).toEqual(alerts.map(({ alert }) => alert));
  expect(rules.length).toBeGreaterThan(alerts.length);
});
