import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { askUntil, startDaemon } from './daemon.js';
import type { Pair } from './pair.js';

export const ALERTMANAGER_FOLDER = resolve('deploy/alertmanager');

export type Route = {
  readonly receiver?: string;
  readonly group_by?: readonly string[];
  group_wait?: string;
  group_interval?: string;
  repeat_interval?: string;
  readonly matchers?: readonly string[];
  readonly continue?: boolean;
  readonly active_time_intervals?: readonly string[];
  readonly routes?: readonly Route[];
};

/** What tests change of the configuration that is shipped. */
export type AlertmanagerConfig = {
  global: Record<string, unknown>;
  templates: string[];
  route: Route;
  time_intervals: { name: string; time_intervals: unknown[] }[];
  inhibit_rules: { source_matchers: string[]; target_matchers: string[]; equal: string[] }[];
  receivers: {
    name: string;
    webhook_configs?: { url: string; http_config?: unknown }[];
    email_configs?: { to: string }[];
    slack_configs?: unknown[];
  }[];
};

/** The configuration that is shipped, whose templates are found wherever it is written to. */
export async function shippedConfig(name = 'alertmanager.yml'): Promise<AlertmanagerConfig> {
  const text = await readFile(join(ALERTMANAGER_FOLDER, name), 'utf8');
  const config: AlertmanagerConfig = parse(text, { merge: true });
  config.templates = [join(ALERTMANAGER_FOLDER, 'templates/*.tmpl')];
  return config;
}

/** Every route of a configuration, the root included. */
export function everyRoute(route: Route): Route[] {
  return [route, ...(route.routes ?? []).flatMap(everyRoute)];
}

export type Labels = Readonly<Record<string, string>>;

/** As Alertmanager's own API, version 2, describes it; the mutes are fingerprints. */
type ListedAlert = {
  readonly labels: Labels;
  readonly fingerprint: string;
  readonly startsAt: string;
  readonly status: { readonly inhibitedBy: readonly string[] };
};

export type Alertmanager = {
  readonly url: string;
  /** Fires alerts, of given labels and annotations. */
  post(alerts: readonly { readonly labels: Labels; readonly annotations?: Labels }[]): Promise<void>;
  /** Lists all alerts, or those that match, such as `site="main"`. */
  alerts(matcher?: string): Promise<readonly ListedAlert[]>;
  /** Lists alerts until they satisfy. */
  alertsUntil(
    satisfied: (alerts: readonly ListedAlert[]) => boolean,
    matcher?: string,
  ): Promise<readonly ListedAlert[]>;
  close(): Promise<void>;
};

/** Starts the Alertmanager of a pair. */
export async function startAlertmanager(pair: Pair, config: AlertmanagerConfig): Promise<Alertmanager> {
  const folder = await mkdtemp(join(tmpdir(), 'alertmanager-'));
  await writeFile(join(folder, 'alertmanager.yml'), JSON.stringify(config));
  const daemon = await startDaemon(pair.file('prometheus-alertmanager'), [
    `--config.file=${folder}/alertmanager.yml`,
    `--storage.path=${folder}/data`,
    '--cluster.listen-address=',
  ]);
  const alerts = async (matcher?: string): Promise<readonly ListedAlert[]> => {
    const query = matcher === undefined ? '' : `?${new URLSearchParams({ filter: matcher })}`;
    return JSON.parse(await (await fetch(`${daemon.url}/api/v2/alerts${query}`)).text());
  };
  return {
    url: daemon.url,
    async post(posted) {
      const answer = await fetch(`${daemon.url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(posted),
      });
      if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
    },
    alerts,
    alertsUntil: (satisfied, matcher) => askUntil(() => alerts(matcher), satisfied),
    async close() {
      await daemon.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
