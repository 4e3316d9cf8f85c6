import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { KUBERNETES_TOOLS } from '../../scripts/helm.js';
import type { Manifest } from './helm.js';

type Problem = { readonly instancePath: string; readonly message?: string; readonly params?: unknown };
type Validate = ((value: unknown) => boolean) & { errors?: readonly Problem[] | null };

/** Prefixes of the names of compiled schemas, by API group. */
const PREFIXES: Readonly<Record<string, string>> = {
  '': 'kubernetes-models/_schemas/IoK8sApiCore',
  apps: 'kubernetes-models/_schemas/IoK8sApiApps',
  'networking.k8s.io': 'kubernetes-models/_schemas/IoK8sApiNetworking',
  policy: 'kubernetes-models/_schemas/IoK8sApiPolicy',
  'monitoring.coreos.com':
    '@kubernetes-models/prometheus-operator/_schemas/' +
    'ComGithubPrometheusOperatorPrometheusOperatorPkgApisMonitoring',
};

/**
 * Returns how an object violates the schema of Kubernetes or the Prometheus Operator: wrong types, missing
 * fields and unknown fields.
 */
export async function findProblems(manifest: Manifest): Promise<readonly string[]> {
  const validate = await loadSchema(manifest);
  const known = new Set<string>();
  const isValid = validate(recordReads(manifest, '', known));
  if (!isValid)
    return (validate.errors ?? []).map(
      ({ instancePath, params }) => `${instancePath} ${JSON.stringify(params)}`,
    );
  return listPaths(manifest, '')
    .filter((path) => !known.has(path))
    .map((path) => `${path} is unknown`);
}

async function loadSchema({ apiVersion, kind }: Manifest): Promise<Validate> {
  const [, group = '', version = ''] = /^(?:(.*)\/)?(.*)$/.exec(apiVersion) ?? [];
  const prefix = PREFIXES[group];
  if (prefix === undefined) throw new Error(`no schema for ${apiVersion}`);
  const path = join(KUBERNETES_TOOLS, 'node_modules', `${prefix}${capitalize(version)}${kind}.js`);
  const { validate }: { validate: Validate } = await import(pathToFileURL(path).href);
  return validate;
}

const capitalize = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/**
 * Returns a proxy of a value that records the path of each property that is read. Schemas accept unknown
 * properties, but read only known ones.
 */
function recordReads<T>(value: T, path: string, known: Set<string>): T {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, key) {
      const read: unknown = Reflect.get(target, key);
      if (typeof key === 'symbol') return read;
      known.add(`${path}/${key}`);
      return recordReads(read, `${path}/${key}`, known);
    },
  });
}

const listPaths = (value: unknown, path: string): readonly string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [
        `${path}/${key}`,
        ...listPaths(inner, `${path}/${key}`),
      ])
    : [];
