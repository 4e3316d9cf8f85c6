import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type AlertmanagerConfig, everyRoute } from './alertmanager.js';
import { type Compose, layOut, serviceOf } from './compose.js';
import { startDaemon } from './daemon.js';
import type { Pair } from './pair.js';
import { type Program, startProgram } from './program.js';
import { promptRules } from './prompt-rules.js';
import type { Receivers } from './receivers.js';

type PrometheusConfig = {
  global: object;
  alerting: unknown;
  scrape_configs: unknown;
};

/** Where the stack runs on this machine instead of in containers. */
export type Surroundings = {
  readonly pair: Pair;
  readonly compose: Compose;
  /** The folder under which each service has a root. */
  readonly folder: string;
  readonly whmcsUrl: string;
  readonly receivers: Receivers;
};

const YAML = { merge: true };

/** Reads a file of a service as it sees it, changes it, and writes it back. */
async function change<T>(root: string, path: string, edit: (value: T) => void): Promise<void> {
  const value: T = parse(await readFile(join(root, path), 'utf8'), YAML);
  edit(value);
  await writeFile(join(root, path), JSON.stringify(value));
}

/** Starts the exporter as the service does, from the bundle, on a WHMCS that it reads every second. */
export async function startExporter({ compose, folder, whmcsUrl }: Surroundings): Promise<Program> {
  const root = join(folder, 'exporter');
  await layOut(compose, 'exporter', root);
  const cwd = join(root, 'etc/whmcs-stock-exporter');
  await change<{ sites: { interval?: string; alerts?: object }[] }>(cwd, 'config.yaml', ({ sites }) => {
    for (const site of sites) {
      site.interval = '1s';
      site.alerts = { sold_out: 'critical' }; // a warning waits for business hours
    }
  });
  const { environment = {} } = serviceOf(compose, 'exporter');
  const files = Object.entries(environment).map(([name, path]) => [name, join(root, path)]);
  const env = { PATH: process.env.PATH, WHMCS_API_URL: whmcsUrl, WHMCS_API_IDENTIFIER: 'demo-identifier' };
  const exporter = startProgram(
    process.execPath,
    [join(process.cwd(), 'dist/main.js'), '--web.listen-address', '127.0.0.1:0'],
    { cwd, env: { ...env, ...Object.fromEntries(files) } },
  );
  await exporter.until(/"msg":"site is up"/);
  return exporter;
}

/** A service's own arguments, with the paths of its root. */
function argumentsOf(compose: Compose, name: string, root: string): readonly string[] {
  return (serviceOf(compose, name).command ?? []).map((one) => one.replace('=/', `=${root}/`));
}

/** Starts Alertmanager as the service does, in a hurry, and sending to loopback. */
export async function startComposedAlertmanager({ pair, compose, folder, receivers }: Surroundings) {
  const root = join(folder, 'alertmanager');
  await layOut(compose, 'alertmanager', root);
  await change<AlertmanagerConfig>(root, 'etc/alertmanager/alertmanager.yml', (config) => {
    Object.assign(config, JSON.parse(JSON.stringify(config).replaceAll('"/etc/', `"${root}/etc/`)));
    config.global = { ...config.global, smtp_smarthost: receivers.smtp, smtp_require_tls: false };
    for (const { webhook_configs = [] } of config.receivers)
      for (const pager of webhook_configs) pager.url = receivers.pagerUrl;
    for (const route of everyRoute(config.route)) {
      // What is critical still goes first, and mutes the rest.
      const isRoot = route === config.route;
      if (route.group_wait !== undefined) route.group_wait = isRoot ? '3s' : '500ms';
      if (route.group_interval !== undefined) route.group_interval = isRoot ? '5s' : '1s';
    }
  });
  return startDaemon(pair.file('prometheus-alertmanager'), argumentsOf(compose, 'alertmanager', root));
}

/**
 * Starts Prometheus as the service does, in a hurry.
 *
 * @param addresses host and port on this machine of each service, by the host and port that containers know.
 */
export async function startComposedPrometheus(
  { pair, compose, folder }: Surroundings,
  addresses: Readonly<Record<string, string>>,
) {
  const root = join(folder, 'prometheus');
  await layOut(compose, 'prometheus', root);
  const [recording = '', alerts = ''] = await promptRules();
  await writeFile(join(root, 'etc/prometheus/recording-rules.yml'), recording);
  await writeFile(join(root, 'etc/prometheus/alert-rules.yml'), alerts);
  await change<PrometheusConfig>(root, 'etc/prometheus/prometheus.yml', (config) => {
    config.global = { scrape_interval: '1s', evaluation_interval: '1s' };
    const text = JSON.stringify(config);
    const put = Object.entries(addresses).reduce(
      (all, [from, to]) => all.replaceAll(`"${from}"`, `"${to}"`),
      text,
    );
    Object.assign(config, JSON.parse(put));
  });
  return startDaemon(pair.file('prometheus'), argumentsOf(compose, 'prometheus', root));
}
