import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { shippedConfig } from '../../support/alertmanager.js';
import { routesTaken } from '../../support/routes-taken.js';

const { route, receivers, time_intervals } = await shippedConfig();

const AT_ANY_HOUR: readonly string[] = [];
const IN_BUSINESS_HOURS = ['business-hours'];
const AT_ONCE = { group_wait: '10s', group_interval: '1m', repeat_interval: '1h' };
const BY_DAY = { group_wait: '30s', group_interval: '5m', repeat_interval: '24h' };

const page = { receiver: 'page', ...AT_ONCE, hours: AT_ANY_HOUR };
const warnings = { receiver: 'warnings', ...BY_DAY, hours: IN_BUSINESS_HOURS };
const chat = { receiver: 'chat', ...BY_DAY, hours: AT_ANY_HOUR };
const mail = { receiver: 'mail', ...BY_DAY, hours: AT_ANY_HOUR };
const sales = { receiver: 'team-sales' };

test.each([
  [{ severity: 'critical' }, [page]],
  [{ severity: 'warning' }, [warnings]],
  [{ severity: 'info' }, [chat]],
  [{ severity: 'odd' }, [mail]],
  [{ severity: 'critical', team: 'sales' }, [{ ...page, ...sales }, page]],
  [{ severity: 'warning', team: 'sales' }, [{ ...warnings, ...sales }, warnings]],
  [{ severity: 'info', team: 'sales' }, [{ ...chat, ...sales }, chat]],
])('%j is grouped by site and kind, and timed by its urgency', (labels, expected) => {
  const grouped = expected.map((taken) => ({ group_by: ['site', 'alertname'], ...taken }));
  expect(routesTaken(route, labels)).toEqual(grouped);
});

test("business hours are on working days from 8 to 18 o'clock, as they are said to be", async () => {
  expect(time_intervals).toEqual([
    {
      name: 'business-hours',
      time_intervals: [
        {
          weekdays: ['monday:friday'],
          times: [{ start_time: '08:00', end_time: '18:00' }],
          location: 'UTC',
        },
      ],
    },
  ]);
  const page = await readFile('docs/alerts.md', 'utf8');
  expect(page).toMatch(/^\| `warning` .*\| Monday to Friday, 08:00 to 18:00;/m);
});

test('each receiver gets its messages where it looks', () => {
  const told = receivers.map(({ name, webhook_configs = [], slack_configs = [], email_configs = [] }) => [
    name,
    ...webhook_configs.map(({ url }) => url),
    ...slack_configs.map(() => 'Slack'),
    ...email_configs.map(({ to }) => to),
  ]);
  expect(told).toEqual([
    ['page', 'https://pager.example.com/alertmanager', 'Slack', 'operations@example.com'],
    ['warnings', 'Slack', 'operations@example.com'],
    ['chat', 'Slack'],
    ['mail', 'operations@example.com'],
    ['team-sales', 'sales@example.com'],
  ]);
});
