import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse, stringify } from 'yaml';
import { rulesOf } from '../../src/rules/all-rules.js';
import { renderResource } from '../../src/rules/render.js';
import { DEFAULT_OPTIONS } from '../../src/rules/rule-options.js';
import { PAIRS } from '../support/pair.js';

const [text, texts] = [{ type: 'string' }, { type: 'object', additionalProperties: { type: 'string' } }];
const duration = {
  type: 'string',
  pattern: '^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$',
};
const closed = (properties: object, required: readonly string[]) => ({
  ...{ type: 'object', additionalProperties: false },
  ...{ properties, required },
});

/** What the definition of PrometheusRule by the Prometheus Operator allows, and of metadata what is used. */
const SCHEMA = closed(
  {
    apiVersion: { const: 'monitoring.coreos.com/v1' },
    kind: { const: 'PrometheusRule' },
    metadata: closed({ name: { ...text, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' } }, ['name']),
    spec: closed(
      {
        groups: {
          type: 'array',
          items: closed(
            {
              name: { ...text, minLength: 1 },
              interval: duration,
              rules: {
                type: 'array',
                items: {
                  oneOf: [
                    closed({ record: text, expr: text }, ['record', 'expr']),
                    closed({ alert: text, expr: text, for: duration, labels: texts, annotations: texts }, [
                      ...['alert', 'expr'],
                    ]),
                  ],
                },
              },
            },
            ['name', 'rules'],
          ),
        },
      },
      ['groups'],
    ),
  },
  ['apiVersion', 'kind', 'metadata', 'spec'],
);

const groups = [...rulesOf('recording', DEFAULT_OPTIONS), ...rulesOf('alert', DEFAULT_OPTIONS)];
const resource = renderResource(groups, 'whmcs-stock');

test('the resource is what the definition of PrometheusRule allows', () => {
  const validate = new Ajv({ allErrors: true, strict: true }).compile(SCHEMA);
  validate(parse(resource));
  expect(validate.errors).toBeNull();
});

test('names of groups are unique, as the definition requires', () => {
  const names = groups.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test('the resource is small enough for kubectl apply, which copies it to an annotation', () => {
  expect(Buffer.byteLength(resource)).toBeLessThan(256 * 1024);
});

for (const pair of PAIRS)
  pair.testWith('promtool')(`the ${pair.name} promtool accepts what the resource holds`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rules-'));
    const file = join(folder, 'rules.yml');
    await writeFile(file, stringify(parse(resource).spec));
    const { status, stderr } = spawnSync(pair.file('promtool'), ['check', 'rules', file], {
      encoding: 'utf8',
    });
    await rm(folder, { recursive: true });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
