import { expect, test } from '@jest/globals';
import {
  alertsOf,
  changedSeverities,
  NO_ALERTS,
  type Severities,
  type SiteAlerts,
} from '../../src/stock/alert-settings.js';

const product = (id: number, group: number | undefined) => ({ id, group: { id: group } });
const DAY_MS = 86_400_000;

test('of each setting the nearest one counts: the product, its group, the site, the default', () => {
  const alerts: SiteAlerts = {
    site: { severities: { sold_out: 'critical', low: 'info' }, leadTimeMs: 7 * DAY_MS },
    groups: new Map([[2, { severities: { sold_out: 'none' }, leadTimeMs: undefined }]]),
    products: new Map([[5, { severities: { low: 'critical' }, leadTimeMs: DAY_MS }]]),
  };
  expect(alertsOf(NO_ALERTS, product(1, 2))).toEqual({ severities: {}, leadTimeMs: 4 * DAY_MS });
  expect(alertsOf(alerts, product(1, undefined))).toEqual({
    severities: { sold_out: 'critical', low: 'info' },
    leadTimeMs: 7 * DAY_MS,
  });
  expect(alertsOf(alerts, product(4, 2))).toEqual({
    severities: { sold_out: 'none', low: 'info' },
    leadTimeMs: 7 * DAY_MS,
  });
  expect(alertsOf(alerts, product(5, 2))).toEqual({
    severities: { sold_out: 'none', low: 'critical' },
    leadTimeMs: DAY_MS,
  });
});

test('a severity that equals the default is no change, and one of low stock always is', () => {
  const severities: Severities = {
    sold_out: 'warning',
    oversold: 'critical',
    running_out: 'none',
    restocked: 'info',
    low: 'warning',
  };
  expect(changedSeverities({ severities, leadTimeMs: 1 })).toEqual([
    ['low', 'warning'],
    ['running_out', 'none'],
  ]);
});

test('a severity that is not set is no change', () => {
  expect(changedSeverities({ severities: { restocked: 'warning' }, leadTimeMs: 1 })).toEqual([
    ['restocked', 'warning'],
  ]);
});
