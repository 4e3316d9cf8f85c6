import { configJsonSchema } from '../../src/config/json-schema.js';
import type { ChartValue } from './chart-values.js';

type Schema = { readonly [key: string]: unknown };

/** Removes look-aheads from patterns, because Helm lacks them. The patterns then accept a little more. */
const forHelm = (key: string, value: unknown) =>
  key === 'pattern' && typeof value === 'string' ? value.replaceAll(/\(\?=[^)]*\)/g, '') : value;

const { $schema, title, ...configuration }: Schema = JSON.parse(JSON.stringify(configJsonSchema(), forHelm));

const NAME = { pattern: '^([a-z]([-a-z0-9]{0,61}[a-z0-9])?)?$' };
const OBJECT_NAME = { pattern: '^([a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?)?$' };
const DURATION = { pattern: '^(([0-9]+(ms|s|m|h|d|w|y))+)?$' };
const ADDRESS = { pattern: '^(https?://[^\\s\'"{}]+)?$' };
const TEXTS = { additionalProperties: { type: 'string' } };
const OBJECTS = { items: { type: 'object' } };
const RETENTION = { enum: ['Retain', 'Delete'] };

/** Rules for values, in addition to the type of the default. */
const RULES: Readonly<Record<string, Schema>> = {
  nameOverride: NAME,
  fullnameOverride: NAME,
  namespaceOverride: NAME,
  commonLabels: TEXTS,
  'image.repository': { minLength: 1 },
  'image.digest': { pattern: '^(sha256:[0-9a-f]{64})?$' },
  'image.pullPolicy': { enum: ['Always', 'IfNotPresent', 'Never'] },
  imagePullSecrets: OBJECTS,
  replicas: { minimum: 0, maximum: 1000 },
  'config.content': configuration,
  'config.existingConfigMap': OBJECT_NAME,
  'config.existingSecret': OBJECT_NAME,
  limits: { propertyNames: { pattern: '^[-._a-zA-Z0-9]+$', not: { const: 'config.yaml' } }, ...TEXTS },
  existingSecrets: { items: { type: 'string', minLength: 1, ...OBJECT_NAME }, uniqueItems: true },
  'web.externalUrl': ADDRESS,
  'web.routePrefix': { pattern: '^((/[A-Za-z0-9_.~-]+)*/?)?$' },
  'webConfig.existingSecret': OBJECT_NAME,
  'persistence.existingClaim': OBJECT_NAME,
  'persistence.accessModes': {
    items: { enum: ['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany'] },
    minItems: 1,
  },
  'persistence.size': { pattern: '^[0-9]+(\\.[0-9]+)?(k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$' },
  'persistence.annotations': TEXTS,
  'persistence.retentionPolicy': {
    properties: { whenDeleted: RETENTION, whenScaled: RETENTION },
    additionalProperties: false,
  },
  'service.type': { enum: ['ClusterIP', 'NodePort', 'LoadBalancer'] },
  'service.port': { minimum: 1, maximum: 65_535, not: { const: 10_053 } },
  'service.annotations': TEXTS,
  'service.labels': TEXTS,
  'serviceMonitor.namespace': NAME,
  'serviceMonitor.additionalLabels': TEXTS,
  'serviceMonitor.interval': DURATION,
  'serviceMonitor.scrapeTimeout': DURATION,
  'serviceMonitor.relabelings': OBJECTS,
  'serviceMonitor.metricRelabelings': OBJECTS,
  'scrapeConfig.namespace': NAME,
  'scrapeConfig.additionalLabels': TEXTS,
  'scrapeConfig.jobName': { minLength: 1 },
  'scrapeConfig.refreshInterval': { ...DURATION, minLength: 2 },
  'scrapeConfig.interval': DURATION,
  'scrapeConfig.scrapeTimeout': DURATION,
  'scrapeConfig.relabelings': OBJECTS,
  'scrapeConfig.metricRelabelings': OBJECTS,
  'prometheusRule.namespace': NAME,
  'prometheusRule.additionalLabels': TEXTS,
  'prometheusRule.dashboardUrl': ADDRESS,
  'prometheusRule.runbookUrl': ADDRESS,
  'dashboards.namespace': NAME,
  'dashboards.labels': TEXTS,
  'dashboards.annotations': TEXTS,
  'networkPolicy.from': OBJECTS,
  'networkPolicy.egress': OBJECTS,
  'podDisruptionBudget.maxUnavailable': {
    type: ['integer', 'string'],
    minimum: 1,
    pattern: '^[1-9][0-9]?%$|^100%$',
  },
  'ingress.annotations': TEXTS,
  'ingress.hosts': { items: { type: 'string', minLength: 1 }, uniqueItems: true },
  'ingress.tls': OBJECTS,
  'serviceAccount.name': OBJECT_NAME,
  'serviceAccount.annotations': TEXTS,
  podAnnotations: TEXTS,
  podLabels: TEXTS,
  terminationGracePeriodSeconds: { minimum: 2 },
  revisionHistoryLimit: { minimum: 0 },
  nodeSelector: TEXTS,
  tolerations: OBJECTS,
  topologySpreadConstraints: OBJECTS,
  extraArgs: { items: { type: 'string', pattern: '^--' } },
  extraEnv: { items: { type: 'object', required: ['name'] } },
  extraEnvFrom: OBJECTS,
  extraVolumes: { items: { type: 'object', required: ['name'] } },
  extraVolumeMounts: { items: { type: 'object', required: ['name', 'mountPath'] } },
  extraManifests: { items: { type: ['object', 'string'] } },
};

/** Sections to which other charts add keys. */
const OPEN: readonly string[] = ['global'];

/** Returns the JSON Schema with which Helm checks the chart's values. */
export function renderValuesSchema(values: readonly ChartValue[]): string {
  const schema = { $schema, title: 'Values of the chart whmcs-stock-exporter', ...sectionOf(values, []) };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

function sectionOf(values: readonly ChartValue[], section: readonly string[]): Schema {
  const depth = section.length;
  const keys = [...new Set(values.map(({ path }) => path[depth] ?? ''))];
  const properties = keys.map((key) => {
    const inside = values.filter(({ path }) => path[depth] === key);
    const [first] = inside;
    const isValue = first?.path.length === depth + 1;
    return [key, isValue ? schemaOf(first) : sectionOf(inside, [...section, key])];
  });
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    additionalProperties: OPEN.includes(section.join('.')),
  };
}

function schemaOf({ path, preset, description }: ChartValue): Schema {
  return { description, type: typeOf(preset), ...RULES[path.join('.')] };
}

function typeOf(preset: unknown): string {
  if (Array.isArray(preset)) return 'array';
  return typeof preset === 'number' ? 'integer' : typeof preset;
}
