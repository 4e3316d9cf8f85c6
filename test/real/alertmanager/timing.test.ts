import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { shippedConfig } from '../../support/alertmanager.js';
import { routesTaken } from '../../support/routes-taken.js';
import { alerts } from '../rules/promtool.js';

const config = await shippedConfig();
const { route, receivers, time_intervals } = config;

const AT_ANY_HOUR: readonly string[] = [];
const IN_BUSINESS_HOURS = ['business-hours'];
const AT_ONCE = { group_wait: '10s', group_interval: '1m', repeat_interval: '1h' };
const BY_SITE = ['job', 'cluster', 'env', 'region', 'site', 'alertname'];
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
  const grouped = expected.map((taken) => ({ group_by: BY_SITE, ...taken }));
  expect(routesTaken(route, { category: 'stock', ...labels })).toEqual(grouped);
});

test('what one cause takes down is one message, for which a page waits two minutes', () => {
  for (const category of ['site', 'exporter']) {
    const together = { group_by: ['alertname'] };
    expect(routesTaken(route, { severity: 'critical', category })).toEqual([
      { ...page, ...together, group_wait: '2m', group_interval: '10m' },
    ]);
    expect(routesTaken(route, { severity: 'warning', category })).toEqual([{ ...warnings, ...together }]);
    // A team gets no more messages than the others.
    for (const severity of ['critical', 'warning']) {
      const [copy, own] = routesTaken(route, { severity, category, team: 'sales' });
      expect(copy).toEqual({ ...own, ...sales });
    }
  }
});

/** While its cause lasts, it fires again at each attempt to count units in use. */
const LASTS_WITH_ITS_CAUSE = 'WHMCSPermissionMissing';

test('every warning that counts events of an hour is sent at any hour', () => {
  const events = alerts.filter(({ expr }) => /(increase|changes)\([^[]*\[1h\]/.test(expr));
  const warnings = events.filter(({ labels = {} }) => labels.severity === 'warning');
  expect(warnings.length).toBeGreaterThanOrEqual(6);
  const waiting = warnings
    .map(({ alert: alertname = '', labels = {} }) => ({ ...labels, alertname }))
    .filter((labels) => routesTaken(route, labels).some(({ hours }) => hours.length > 0));
  expect(waiting.map(({ alertname }) => alertname)).toEqual([LASTS_WITH_ITS_CAUSE]);
});

test('a warning that ends by itself is sent at any hour, and one that lasts for a week in business hours', () => {
  for (const alertname of ['WHMCSWebhookRejected', 'WHMCSRateLimited', 'WHMCSExporterFlapping'])
    expect(routesTaken(route, { severity: 'warning', alertname })).toEqual([
      { ...warnings, group_by: ['alertname'], hours: AT_ANY_HOUR },
    ]);
  expect(routesTaken(route, { severity: 'warning', alertname: 'WHMCSOptionDisappeared' })).toEqual([
    { ...warnings, group_by: BY_SITE, repeat_interval: '4d' },
  ]);
});

test('the watchdog goes nowhere until someone sets its receiver', () => {
  expect(routesTaken(route, { severity: 'none', alertname: 'WHMCSWatchdog' })).toEqual([
    { ...mail, group_by: BY_SITE, receiver: 'watchdog', group_interval: '1m', repeat_interval: '5m' },
  ]);
});

test('the configuration with mail only is the same without Slack and the pager', async () => {
  const only = await shippedConfig('alertmanager-mail.yml');
  const { slack_api_url_file: _, ...global } = config.global;
  const plain = receivers
    .filter(({ name }) => name !== 'chat')
    .map(({ slack_configs: _, webhook_configs: __, ...receiver }) => receiver);
  const mailed = JSON.parse(JSON.stringify(config).replaceAll('"receiver":"chat"', '"receiver":"mail"'));
  expect(only).toEqual({ ...mailed, global, receivers: plain });
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
    ['watchdog'],
  ]);
});
