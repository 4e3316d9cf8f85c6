import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { CHART } from '../../scripts/reference/chart.js';
import { MANIFEST, renderManifest } from '../../scripts/rendered-manifest.js';
import { parseManifests, renderChart, template, testWithHelm, theOnly } from '../support/helm.js';
import { findProblems } from '../support/kubernetes-schema.js';

const RULES = ['recording', 'alert'];
const DASHBOARDS = readdirSync('grafana/dashboards');
const rulesOf = (kind: string) => readFileSync(`deploy/prometheus/${kind}-rules.yml`, 'utf8');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chart-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

testWithHelm('rules and dashboards are the same as in other installations', () => {
  const manifests = renderChart('--set', 'prometheusRule.enabled=true,dashboards.enabled=true');
  const rules = manifests.filter(({ kind }) => kind === 'PrometheusRule');
  expect(rules.map(({ spec }) => spec)).toEqual(RULES.map((kind) => parse(rulesOf(kind))));
  const dashboards = manifests.filter(({ metadata }) => metadata.labels?.grafana_dashboard === '1');
  expect(Object.assign({}, ...dashboards.map(({ data }) => data))).toEqual(
    Object.fromEntries(DASHBOARDS.map((name) => [name, readFileSync(`grafana/dashboards/${name}`, 'utf8')])),
  );
});

testWithHelm('alerts link to the addresses of the values', () => {
  const addresses =
    'prometheusRule.dashboardUrl=https://g.example.com/,prometheusRule.runbookUrl=https://r.example.com';
  const text = template(CHART, '--set', `prometheusRule.enabled=true,${addresses}`);
  const links = [...text.matchAll(/^ +(?:dashboard|runbook)_url: (\S+)/gm)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(60);
  expect(links.filter((link) => !/^https:\/\/[gr]\.example\.com\//.test(link))).toEqual([]);
});

describe('the archive of the chart', () => {
  const pack = (into: string) =>
    execFileSync('npm', ['run', '--silent', 'chart', '--', into], { encoding: 'utf8' }).trim();

  testWithHelm('is reproducible, and renders like the folder', () => {
    const [first, second] = ['a', 'b'].map((name) => pack(join(folder, name)));
    expect(readFileSync(first ?? '').equals(readFileSync(second ?? ''))).toBe(true);
    const argv = ['--values', `${CHART}/ci/everything-values.yaml`];
    expect(template(first ?? '', ...argv)).toBe(template(CHART, ...argv));
  });

  test('has the version of the program', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(parse(readFileSync(`${CHART}/Chart.yaml`, 'utf8'))).toMatchObject({
      version,
      appVersion: version,
    });
  });
});

describe('the manifest for use without Helm', () => {
  testWithHelm('is what npm run manifest writes', () => {
    expect(readFileSync(MANIFEST, 'utf8')).toBe(renderManifest());
  });

  testWithHelm('fits the schemas, with an exporter, its configuration and a volume', async () => {
    const manifests = parseManifests(readFileSync(MANIFEST, 'utf8'));
    for (const manifest of manifests) expect(await findProblems(manifest)).toEqual([]);
    expect(manifests.map(({ kind }) => kind)).toEqual([
      ...['ServiceAccount', 'ConfigMap', 'PersistentVolumeClaim', 'Service', 'Deployment'],
    ]);
    expect(manifests.flatMap(({ metadata }) => metadata.namespace ?? [])).toEqual([]);
    expect(theOnly('Deployment', manifests).spec.template.spec.containers[0].image).toMatch(
      /:\d+\.\d+\.\d+$/,
    );
  });
});
