import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { helm, KUBERNETES_TOOLS } from '../../scripts/helm.js';
import { CHART } from '../../scripts/reference/chart.js';
import { testWith } from './tool.js';

/** `test` where Helm, and the schemas of Kubernetes, are at hand. */
export const testWithHelm = testWith({
  program: join(KUBERNETES_TOOLS, 'bin/helm'),
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

/**
 * Returns the objects of the chart as a release `stock` in the namespace `shop`.
 *
 * @param argv such as `--values` and a file.
 */
export function renderChart(...argv: readonly string[]): readonly Manifest[] {
  return parseManifests(template(CHART, ...argv));
}

/** Returns the objects of a text of YAML. */
export const parseManifests = (text: string): readonly Manifest[] =>
  parseAllDocuments(text)
    .map((document): Manifest | null => document.toJS())
    .filter((manifest) => manifest !== null);

/** Returns what Helm renders of a chart. */
export const template = (chart: string, ...argv: readonly string[]): string =>
  helm('template', 'stock', chart, '--namespace', 'shop', ...argv);

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
