import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { Ajv, type AnySchema } from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';
import { FOLDER } from '../support/dashboard.js';

const { properties = {} } = createGenerator({
  path: 'test/grafana/grafana-schema.ts',
  type: 'GrafanaSchema',
  tsconfig: 'tsconfig.json',
  expose: 'none',
  topRef: false,
  skipTypeCheck: true,
}).createSchema('GrafanaSchema');
const ajv = new Ajv({ strict: false, allErrors: true });

/** Returns the violations of a part of the schema. */
function faults(part: string, value: unknown): readonly string[] {
  const schema = properties[part];
  if (schema === undefined) return [`no schema of ${part}`];
  const validate = ajv.compile(schema as AnySchema); // The same schema, with the types of another library.
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath, message, JSON.stringify(params)].join(' '),
  );
}

type JsonPanel = { readonly id: number; readonly type: string; readonly panels?: readonly JsonPanel[] };
type Json = {
  readonly panels: readonly JsonPanel[];
  readonly annotations: { readonly list: readonly object[] };
};
const files = await Promise.all(
  (await readdir(FOLDER)).map(async (name) => {
    const json: Json = JSON.parse(await readFile(`${FOLDER}/${name}`, 'utf8'));
    return { name, json };
  }),
);

describe.each(files)('$name is what Grafana takes', ({ json }) => {
  test('as a dashboard', () => {
    // Of annotations the schema knows those of Grafana's own data source only, and says so.
    const list = json.annotations.list.map((annotation) => ({
      ...annotation,
      target: undefined,
      titleFormat: undefined,
      textFormat: undefined,
      tagKeys: undefined,
    }));
    const known = JSON.parse(JSON.stringify({ ...json, annotations: { list } }));
    expect(faults('dashboard', known)).toEqual([]);
  });

  const opened = json.panels.flatMap((panel) => panel.panels ?? [panel]);
  test.each(opened)('as panel $id, a $type', (panel) => {
    expect(faults(panel.type, panel)).toEqual([]);
  });
});

test('fields unknown to Grafana are errors', () => {
  expect(faults('dashboard', { schemaVersion: 42, panel: [] })).not.toEqual([]);
  expect(faults('stat', { ...files[0]?.json.panels[0], colour: 'red' })).not.toEqual([]);
});
