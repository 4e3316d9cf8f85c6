import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Alertmanager, everyRoute, shippedConfig, startAlertmanager } from './alertmanager.js';
import type { Pair } from './pair.js';
import { type Receivers, startReceivers } from './receivers.js';

const ACCEPTED = { user: 'alertmanager@example.com', password: 'a mail password', token: 'a-pager-token' };

/**
 * Starts a pair's Alertmanager with the shipped configuration, except for receivers, waits and business
 * hours.
 */
export async function startHastened(
  pair: Pair,
  changes: { readonly businessHours?: unknown; readonly firstWait?: string } = {},
): Promise<{ alertmanager: Alertmanager; receivers: Receivers; close(): Promise<void> }> {
  const receivers = await startReceivers(ACCEPTED);
  const config = await shippedConfig();
  const folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  const secret = async (name: string, value: string) => {
    await writeFile(join(folder, name), value, { mode: 0o600 });
    return join(folder, name);
  };

  // A line end, as `echo` leaves it, does no harm but in the mail server's password.
  config.global = {
    ...config.global,
    smtp_smarthost: receivers.smtp,
    smtp_require_tls: false,
    smtp_auth_password_file: await secret('smtp_password', ACCEPTED.password),
    slack_api_url_file: await secret('slack_url', `${receivers.slackUrl}\n`),
  };
  for (const pager of config.receivers.flatMap((receiver) => receiver.webhook_configs ?? [])) {
    pager.url = receivers.pagerUrl;
    pager.http_config = {
      authorization: { credentials_file: await secret('pager_token', `${ACCEPTED.token}\n`) },
    };
  }
  for (const route of everyRoute(config.route)) {
    // Critical alerts still go first.
    const isRoot = route === config.route;
    if (route.group_wait !== undefined) route.group_wait = isRoot ? '3s' : (changes.firstWait ?? '500ms');
    if (route.group_interval !== undefined) route.group_interval = isRoot ? '5s' : '1s';
  }
  for (const hours of config.time_intervals)
    hours.time_intervals = [changes.businessHours ?? { times: [{ start_time: '00:00', end_time: '24:00' }] }];

  const alertmanager = await startAlertmanager(pair, config);
  return {
    alertmanager,
    receivers,
    async close() {
      await alertmanager.close();
      await receivers.close();
      await rm(folder, { recursive: true });
    },
  };
}
