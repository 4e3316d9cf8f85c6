import { DURATION_PATTERN } from '../../src/config/duration.js';
import { configJsonSchema } from '../../src/config/json-schema.js';
import { SIZE_PATTERN } from '../../src/config/size.js';
import { code, renderPage, renderTable, wrapProse } from './markdown.js';

const INTRO = `\
[\`config.yaml\`](../../config.yaml) beside \`.env\`. Editors that speak the YAML language server complete
it by [\`config.schema.json\`](../../config.schema.json). \`whmcs-stock-exporter --config.check\` checks it
and reports every problem at once, by line and column.

\`\${NAME}\` in a value is a variable of the environment or of \`.env\` (the environment goes first),
\`\${NAME:-text}\` has a default, \`$$\` is a plain \`$\`. If \`NAME\` is unset or empty and \`NAME_FILE\`
is set, the file that this names is read, less its last line end: that is how images take secrets. An unset
or empty variable without a default is an error.

Durations: \`500ms\`, \`30s\`, \`5m\`, \`1h30m\`, \`1d\`. Sizes: \`512KiB\`, \`64MiB\`, \`10MB\`. Paths
begin at the folder of the configuration. Patterns: \`*\` is any text, case is ignored. YAML merge keys
(\`<<: *name\`) work.

Of the keys that [\`defaults\`](#defaults) may hold, a site's own go first, then those of \`defaults\`, then
the default. [Options](../options.md) and [Thresholds](../alerts.md#thresholds) explain limits with
examples.`;

const QUERIES = `
  Capacities, and what is left, may be queries of [Prometheus](#prometheus). [Capacity](../capacity.md)
  explains them with examples.`;

/** As much of a JSON Schema as the configuration uses. */
export type Schema = {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
};

/** A key with where it stands, such as `sites[].tls.ca_file`. */
export type Key = { readonly path: string; readonly schema: Schema; readonly isRequired: boolean };

/** Returns every key below a schema, parents first. */
export function listKeys(schema: Schema, path = ''): readonly Key[] {
  const required = new Set(schema.required);
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, child]) => {
    const key = path === '' ? name : `${path}.${name}`;
    const below = isQuery(child) ? [] : listKeys(child, key);
    return [{ path: key, schema: child, isRequired: required.has(name) }, ...below];
  });
  const { additionalProperties: values } = schema;
  return [
    ...own,
    ...(schema.items ? listKeys(schema.items, `${path}[]`) : []),
    ...(typeof values === 'object' ? listKeys(values, `${path}.NAME`) : []),
    ...(schema.anyOf ?? []).flatMap((choice) => listKeys(choice, path)),
  ];
}

/** Returns whether a value may be a query. One table lists the keys of all queries. */
const isQuery = (schema: Schema): boolean =>
  Object.hasOwn(schema.properties ?? {}, 'query') || (schema.anyOf ?? []).some(isQuery);

/** Returns the first query below a schema that has a key. */
function findQuery(schema: Schema, key: string): Schema | undefined {
  if (schema.properties?.query && schema.properties[key]) return schema;
  const { additionalProperties: values } = schema;
  const children = [
    ...Object.values(schema.properties ?? {}),
    ...[schema.items, ...(schema.anyOf ?? []), typeof values === 'object' ? values : undefined],
  ];
  for (const child of children) {
    const found = child && findQuery(child, key);
    if (found) return found;
  }
  return undefined;
}

/** Returns the page of every key of the configuration. */
export function renderConfiguration(): string {
  const schema = configJsonSchema() as Schema;
  const { collector, prometheus, defaults, sites } = schema.properties ?? {};
  const shared = Object.keys(defaults?.properties ?? {});
  return renderPage(
    'Configuration',
    INTRO,
    '## collector',
    ...renderKeys(collector),
    '## prometheus',
    `${prometheus?.description} Its \`url\` is required if there is a [query](#queries).`,
    ...renderKeys(prometheus),
    '## defaults',
    wrapProse(`${defaults?.description} It may hold ${shared.map(code).join(', ')}.`),
    '## sites',
    `${sites?.description} A list; each has`,
    ...renderKeys(sites?.items),
    '## queries',
    wrapProse(QUERIES),
    ...renderKeys(sites && findQuery(sites, 'size')),
    wrapProse(
      'As `capacity` or `left` of an option, beside its choices, a query returns a sample per choice:',
    ),
    ...renderKeys(sites && findQuery(sites, 'choices')),
  );
}

/** Returns the table of all keys below a schema. */
export const renderKeys = (schema: Schema | undefined): readonly string[] => [
  renderTable(
    ['key', 'value', 'default', 'meaning'],
    listKeys(schema ?? {}).map(({ path, schema: key, isRequired }) => {
      const { meaning, preset } = splitDescription(key.description ?? '');
      return [code(path), renderValue(key), isRequired ? 'required' : preset, meaning];
    }),
  ),
];

/** Splits a description into what the key means and its default, which is a sentence of its own. */
export function splitDescription(description: string): { readonly meaning: string; readonly preset: string } {
  const [, meaning = description, preset = ''] = /^(.*?) ?\bDefault:? (.*)\.$/.exec(description) ?? [];
  return { meaning, preset };
}

/** An empty value, as `null`, means that a key is not set. */
const isShown = (value: unknown): boolean => value !== '' && value !== null;

/** Returns what a value may be, in a few words. */
function renderValue(schema: Schema): string {
  if (schema.anyOf) return [...new Set(schema.anyOf.map(renderValue).filter(Boolean))].join(' or ');
  if (schema.const !== undefined) return code(String(schema.const));
  if (schema.enum)
    return schema.enum
      .filter(isShown)
      .map((value) => code(String(value)))
      .join(', ');
  const type = [schema.type].flat().find((name) => name !== 'null');
  if (schema.pattern === '\\$\\{') return ''; // a variable
  if (schema.pattern?.includes(DURATION_PATTERN)) return 'duration';
  if (schema.pattern?.includes(SIZE_PATTERN)) return 'size';
  if (schema.pattern?.includes('true|false')) return '';
  if (/\^(\\d|\[0-9)/.test(schema.pattern ?? '')) return ''; // a number from a variable
  if (type === 'array') return `list of ${renderValue(schema.items ?? {}) || 'values'}`;
  if (type === 'boolean') return '`true`, `false`';
  if (type === 'number' || type === 'integer') return 'number';
  if (type === 'string') return 'text';
  if (isQuery(schema)) return '[query](#queries)';
  if (schema.properties) return 'keys below';
  return type === 'object' ? 'map' : '';
}
