import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { testWith } from './tool.js';

export const CHART = 'deploy/helm/whmcs-stock-exporter';

/** The folder that `scripts/kubernetes-tools` fills. */
export const KUBERNETES_TOOLS =
  process.env.KUBERNETES_TOOLS ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'whmcs-stock-exporter/kubernetes-tools');

const HELM = join(KUBERNETES_TOOLS, 'bin/helm');

/** `test` where Helm, and the schemas of Kubernetes, are at hand. */
export const testWithHelm = testWith({
  program: HELM,
  probe: ['version'],
  remedy: 'run scripts/kubernetes-tools',
});

/** An object of Kubernetes. */
export type Manifest = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect, and fail on anything else
  readonly [field: string]: any;
};

/** The rows of the chart's table: each file of `ci` as an argument of Helm. */
export const VALUES: readonly string[] = readdirSync(join(CHART, 'ci'))
  .filter((name) => name.endsWith('-values.yaml'))
  .map((name) => join(CHART, 'ci', name));

/** Returns what Helm prints, and how it ends. Links to files outside of the chart are no news. */
export function runHelm(...argv: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(HELM, argv, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const errors = stderr.split('\n').filter((line) => !line.includes('found symbolic link in path'));
  return { status, stdout, stderr: errors.join('\n') };
}

/**
 * Returns the objects of the chart as a release `stock` in the namespace `shop`.
 *
 * @param argv such as `--values` and a file.
 */
export function renderChart(...argv: readonly string[]): readonly Manifest[] {
  return parseManifests(template(CHART, '--include-crds', ...argv));
}

/** Returns the objects of a text of YAML. */
export const parseManifests = (text: string): readonly Manifest[] =>
  parseAllDocuments(text)
    .map((document): Manifest | null => document.toJS())
    .filter((manifest) => manifest !== null);

/** Returns what Helm renders of a chart. */
export function template(chart: string, ...argv: readonly string[]): string {
  const { status, stdout, stderr } = runHelm('template', 'stock', chart, '--namespace', 'shop', ...argv);
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** Returns the one object of a kind. */
export function theOnly(kind: string, manifests: readonly Manifest[]): Manifest {
  const [only, ...others] = manifests.filter((manifest) => manifest.kind === kind);
  if (!only || others.length > 0)
    throw new Error(`expected one ${kind}, found ${others.length + (only ? 1 : 0)}`);
  return only;
}

/** Returns the Deployment or the StatefulSet. */
export function theWorkload(manifests: readonly Manifest[]): Manifest {
  return theOnly(
    manifests.some(({ kind }) => kind === 'StatefulSet') ? 'StatefulSet' : 'Deployment',
    manifests,
  );
}
