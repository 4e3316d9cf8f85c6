import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { helm, KUBERNETES_TOOLS } from '../../scripts/helm.js';
import { CHART } from '../../scripts/reference/chart.js';
import { testWith } from './tool.js';

/** `test` if Helm and the schemas of Kubernetes are installed. */
export const testWithHelm = testWith({
  program: join(KUBERNETES_TOOLS, 'bin/helm'),
  probe: ['version'],
  remedy: 'run scripts/kubernetes-tools',
});

/** A Kubernetes object. */
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
 * Renders the chart as the release `stock` in the namespace `shop`, and returns its objects.
 *
 * @param argv such as `--values` and a file.
 */
export function renderChart(...argv: readonly string[]): readonly Manifest[] {
  return parseManifests(template(CHART, ...argv));
}

/** Parses the objects in a YAML text. */
export const parseManifests = (text: string): readonly Manifest[] =>
  parseAllDocuments(text)
    .map((document): Manifest | null => document.toJS())
    .filter((manifest) => manifest !== null);

/** Renders a chart with Helm, and returns the text. */
export const template = (chart: string, ...argv: readonly string[]): string =>
  helm('template', 'stock', chart, '--namespace', 'shop', ...argv);

/** Returns the only object of a kind. */
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
