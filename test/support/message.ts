import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALERTMANAGER_FOLDER, type Labels } from './alertmanager.js';
import type { Pair } from './pair.js';

/** An alert of a message. */
export type Told = { readonly labels: Labels; readonly annotations?: Labels; readonly endsAt?: string };

const LINKS = {
  runbook_url: 'https://wiki.example.com/soldout?a=1&b=2',
  dashboard_url: 'https://grafana.example.com/d/stock?var-site=main',
};

/** A message of alerts as Alertmanager hands it to a template, which is what amtool reads. */
function message(alerts: readonly Told[]) {
  const [first = { labels: {} }] = alerts;
  const common = Object.entries(first.labels).filter(([name, value]) =>
    alerts.every(({ labels }) => labels[name] === value),
  );
  return {
    receiver: 'page',
    status: alerts.some(({ endsAt }) => endsAt === undefined) ? 'firing' : 'resolved',
    externalURL: 'https://alerts.example.com',
    groupLabels: {},
    commonLabels: Object.fromEntries(common),
    commonAnnotations: {},
    alerts: alerts.map(({ labels, annotations, endsAt }) => ({
      ...{ status: endsAt === undefined ? 'firing' : 'resolved', labels },
      ...{ annotations: { ...LINKS, ...annotations }, startsAt: '2026-03-02T09:04:00Z' },
      endsAt: endsAt ?? '0001-01-01T00:00:00Z',
    })),
  };
}

/** Renders a message with one of the shipped templates, through a pair's amtool. */
export function renderMessage(pair: Pair, template: string, alerts: readonly Told[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'message-'));
  const file = join(folder, 'data.json');
  writeFileSync(file, JSON.stringify(message(alerts)));
  const { stdout, stderr } = spawnSync(
    pair.file('amtool'),
    [
      ...['template', 'render', `--template.glob=${ALERTMANAGER_FOLDER}/templates/*.tmpl`],
      ...[`--template.data=${file}`, `--template.type=${template.endsWith('html') ? 'html' : 'text'}`],
      `--template.text={{ template "whmcs.${template}" . }}`,
    ],
    { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } },
  );
  rmSync(folder, { recursive: true });
  if (stderr !== '') throw new Error(stderr);
  return stdout;
}

/** HTML without what a reader does not see. */
export const bare = (html: string) =>
  html.replace(/ (style|border|cellpadding|cellspacing|align)="[^"]*"/g, '').replace(/^[\s\S]*<body>\n/, '');
