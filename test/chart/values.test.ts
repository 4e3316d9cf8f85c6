import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { runHelm } from '../../scripts/helm.js';
import { CHART } from '../../scripts/reference/chart.js';
import { listValues } from '../../scripts/reference/chart-values.js';
import { configJsonSchema } from '../../src/config/json-schema.js';
import { fault } from '../support/fault.js';
import { testWithHelm } from '../support/helm.js';

const SITE = '{"name":"main","url":"https://billing.example.com/","identifier":"a"';
const inConfig = (rest: string) => `config.content={"sites":[${SITE},${rest}}]}`;

/** Values as an argument of Helm, with Helm's message. */
type Row = readonly [injected: string, set: string, said: string];

const BY_SCHEMA: readonly Row[] = [
  [
    'a key that the chart does not know',
    'persistance={}',
    "at '': additional properties 'persistance' not allowed",
  ],
  [
    'a key that a section does not know',
    'serviceMonitor.enable=true',
    "at '/serviceMonitor': additional properties 'enable' not allowed",
  ],
  ['a text for a number', 'replicas="three"', "at '/replicas': got string, want integer"],
  ['a negative number of exporters', 'replicas=-1', "at '/replicas': minimum: got -1, want 0"],
  [
    'a text for true or false',
    'persistence.enabled="no"',
    "at '/persistence/enabled': got string, want boolean",
  ],
  [
    'a policy that is unknown',
    'image.pullPolicy="always"',
    "at '/image/pullPolicy': value must be one of 'Always', 'IfNotPresent', 'Never'",
  ],
  [
    'a digest without its algorithm',
    'image.digest="abc"',
    "at '/image/digest': 'abc' does not match pattern",
  ],
  [
    'a duration without a unit',
    'serviceMonitor.interval="30"',
    "at '/serviceMonitor/interval': '30' does not match",
  ],
  ['a size with a space', 'persistence.size="1 GB"', "at '/persistence/size': '1 GB' does not match pattern"],
  [
    'a path without a slash',
    'web.routePrefix="stock"',
    "at '/web/routePrefix': 'stock' does not match pattern",
  ],
  [
    'an address without a scheme',
    'prometheusRule.dashboardUrl="grafana"',
    "at '/prometheusRule/dashboardUrl': 'grafana' does not match pattern",
  ],
  [
    'a name with a capital',
    'existingSecrets=["Whmcs"]',
    "at '/existingSecrets/0': 'Whmcs' does not match pattern",
  ],
  ['the same Secret twice', 'existingSecrets=["a","a"]', "at '/existingSecrets': items at 0 and 1 are equal"],
  [
    'a table in place of the configuration',
    'limits={"config.yaml":"x"}',
    "invalid propertyName 'config.yaml'",
  ],
  [
    'a flag without dashes',
    'extraArgs=["log.level=debug"]',
    "at '/extraArgs/0': 'log.level=debug' does not match",
  ],
  ['the port of health for the Service', 'service.port=10053', "at '/service/port': 'not' failed"],
  [
    'a budget of no pods',
    'podDisruptionBudget.maxUnavailable=0',
    "at '/podDisruptionBudget/maxUnavailable': minimum",
  ],
  ['no site', 'config.content={"sites":[]}', "at '/config/content/sites': minItems: got 0, want 1"],
  [
    'a site without an address',
    'config.content={"sites":[{"name":"main"}]}',
    "at '/config/content/sites/0': missing property 'url'",
  ],
  [
    'a key that the configuration does not know',
    inConfig('"intervall":"1m"'),
    "at '/config/content/sites/0': additional properties 'intervall' not allowed",
  ],
  [
    'an interval in the configuration with an unknown unit',
    inConfig('"interval":"5x"'),
    "at '/config/content/sites/0/interval': '5x' does not match pattern",
  ],
];

const TOGETHER: readonly Row[] = [
  ['two exporters without shards', 'replicas=2', 'replicas: more than 1 needs autosharding.enabled=true'],
  [
    'shards without an exporter',
    '{"replicas":0,"autosharding":{"enabled":true}}',
    'replicas: autosharding.enabled needs 1 or more',
  ],
  [
    'two configurations',
    'config={"existingConfigMap":"a","existingSecret":"b"}',
    'config: set existingConfigMap or existingSecret, not both',
  ],
  [
    'a claim that is not used',
    'persistence.existingClaim="a"',
    'persistence.existingClaim: needs persistence.enabled=true',
  ],
  [
    'one claim for several shards',
    '{"autosharding":{"enabled":true},"persistence":{"enabled":true,"existingClaim":"a"}}',
    'persistence.existingClaim: autosharding.enabled creates a claim per shard',
  ],
  [
    'TLS without a file that turns it on',
    'webConfig.tls=true',
    'webConfig.tls: needs webConfig.existingSecret',
  ],
  ['an Ingress without a host', 'ingress.enabled=true', 'ingress.hosts: set at least one host'],
];

/** Secrets in clear text, each with the place that Helm names. */
const SECRETS: readonly Row[] = [
  ['a secret', inConfig('"secret":"hunter2"'), 'sites[0].secret'],
  ['a default of a variable', inConfig('"secret":"${A:-hunter2}"'), 'sites[0].secret'],
  ['an access key', inConfig('"secret":"${A}","access_key":"hunter2"'), 'sites[0].access_key'],
  [
    'a secret of a webhook',
    inConfig('"secret":"${A}","webhook":{"secret":"hunter2"}'),
    'sites[0].webhook.secret',
  ],
  [
    'a previous secret of a webhook',
    inConfig('"secret":"${A}","webhook":{"secret":"${B}","previous_secret":"hunter2"}'),
    'sites[0].webhook.previous_secret',
  ],
  [
    'a login of a proxy',
    inConfig('"secret":"${A}","proxy":"http://me:hunter2@proxy:3128"'),
    'sites[0].proxy',
  ],
  [
    'a login of a proxy for all sites',
    `config.content={"defaults":{"proxy":"http://me:hunter2@proxy:3128"},"sites":[${SITE},"secret":"\${A}"}]}`,
    'defaults.proxy',
  ],
  [
    'a password of Prometheus',
    `config.content={"prometheus":{"url":"http://p","basic_auth":{"username":"a","password":"hunter2"}},"sites":[${SITE},"secret":"\${A}"}]}`,
    'prometheus.basic_auth.password',
  ],
  [
    'a bearer token of Prometheus',
    `config.content={"prometheus":{"url":"http://p","bearer_token":"hunter2"},"sites":[${SITE},"secret":"\${A}"}]}`,
    'prometheus.bearer_token',
  ],
  ['a secret with a variable in it', inConfig('"secret":"hunter2${A}"'), 'sites[0].secret'],
  [
    'a token as the user of a proxy',
    inConfig('"secret":"${A}","proxy":"http://hunter2@proxy:3128"'),
    'sites[0].proxy',
  ],
];

/** Runs Helm with values that are set as JSON: one by its path, or an object of several. */
const render = (set: string, ...argv: readonly string[]) =>
  runHelm('template', 'stock', CHART, '--set-json', set, ...argv);

for (const [injected, set, said] of [...BY_SCHEMA, ...TOGETHER])
  fault(
    'configuration',
    `${injected} in the values of the chart`,
    `helm refuses: ${said}`,
    () => expect(render(set)).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining(said) }),
    { tester: testWithHelm },
  );

for (const [injected, set, place] of SECRETS)
  fault(
    'secret',
    `${injected} in clear text in the values of the chart`,
    `helm refuses to put it into a ConfigMap, names ${place} and does not print it`,
    () => {
      const { status, stdout, stderr } = render(set);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain(`A ConfigMap would show these secrets:\n  config.content.${place}\n`);
      expect(stderr).not.toContain('hunter2');
      const secret = render(set, '--set', 'config.asSecret=true');
      expect(secret).toMatchObject({ status: 0, stdout: expect.stringMatching(/^kind: Secret$/m) });
    },
    { tester: testWithHelm },
  );

testWithHelm('accepts references to variables, and choices with the names of secrets', () => {
  const login = '"secret":"${A}","proxy":"http://me:${B:-}@proxy:3128"';
  const choices = '"products":[{"id":1,"options":{"secret":{"password":4}}}]';
  expect(render(inConfig(`${login},${choices}`))).toMatchObject({ status: 0 });
});

test('the chart treats every key that has a _file form as a secret', () => {
  const keys = [...JSON.stringify(configJsonSchema()).matchAll(/"(\w+)_file":/g)].map(([, key]) => key);
  const [, secrets = ''] = /^\[(.*)\]$/m.exec(readFileSync(`${CHART}/templates/_secrets.tpl`, 'utf8')) ?? [];
  const open = ['identifier', 'username', 'ca'];
  expect(new Set([...secrets.split(', '), ...open])).toEqual(new Set(keys));
});

describe('values.yaml', () => {
  const text = readFileSync(`${CHART}/values.yaml`, 'utf8');

  test('explains every value', () => {
    const values = listValues(text);
    expect(values.length).toBeGreaterThan(90);
    expect(values.filter(({ description }) => !/^[A-Z[].*\.$/.test(description))).toEqual([]);
  });

  test('a value without a comment is found', () => {
    expect(() => listValues('# -- Known.\nknown: 1\nsection:\n  other: 2\n')).toThrow(
      'section.other has no comment that begins with two dashes',
    );
  });
});
