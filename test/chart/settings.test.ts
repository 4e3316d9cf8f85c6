import { describe, expect } from '@jest/globals';
import { parse } from 'yaml';
import { helm, runHelm } from '../../scripts/helm.js';
import { CHART } from '../../scripts/reference/chart.js';
import { readBlocks } from '../docs/markdown.js';
import { COMPLETE_CONFIG } from '../support/complete-config.js';
import { type Manifest, renderChart, testWithHelm, theOnly, theWorkload } from '../support/helm.js';

const kinds = (manifests: readonly Manifest[]) => manifests.map(({ kind }) => kind);
const set = (values: string, ...argv: readonly string[]) => renderChart('--set', values, ...argv);
const containerOf = (manifests: readonly Manifest[]) =>
  theWorkload(manifests).spec.template.spec.containers[0];

testWithHelm('by default there is one exporter, which needs nothing but Kubernetes and a Secret', () => {
  const manifests = renderChart();
  expect(kinds(manifests)).toEqual(['ServiceAccount', 'ConfigMap', 'Service', 'Deployment', 'Pod']);
  const { volumes } = theWorkload(manifests).spec.template.spec;
  expect(volumes).toContainEqual({ name: 'secret-0', secret: { secretName: 'whmcs-api' } });
  expect(volumes).toContainEqual({ name: 'state', emptyDir: {} });
});

describe('shards', () => {
  testWithHelm('find each other by their names in the Service of shards', () => {
    const manifests = set('autosharding.enabled=true,replicas=3');
    const { spec, metadata } = theOnly('StatefulSet', manifests);
    expect(spec).toMatchObject({ replicas: 3, serviceName: `${metadata.name}-shards` });
    const headless = manifests.find(
      ({ kind, metadata: { name } }) => kind === 'Service' && name === spec.serviceName,
    );
    expect(headless?.spec).toMatchObject({ clusterIP: 'None', publishNotReadyAddresses: true });
    expect(containerOf(manifests).args).toEqual(
      expect.arrayContaining([
        '--collector.shard=auto',
        '--collector.shards=3',
        `--collector.shard-address=http://${metadata.name}-{shard}.${spec.serviceName}.shop.svc:10052`,
      ]),
    );
  });

  testWithHelm('are disrupted one at a time, if there are several', () => {
    expect(theOnly('PodDisruptionBudget', set('autosharding.enabled=true,replicas=2')).spec).toMatchObject({
      maxUnavailable: 1,
    });
    expect(kinds(set('autosharding.enabled=true'))).not.toContain('PodDisruptionBudget');
  });

  testWithHelm('have names that are short enough for the labels that Kubernetes adds', () => {
    const manifests = set(`autosharding.enabled=true,fullnameOverride=${'a'.repeat(63)}`);
    expect(theWorkload(manifests).metadata.name).toBe('a'.repeat(52));
  });
});

describe('the state', () => {
  testWithHelm('is in a claim, and then a second exporter never runs beside the first', () => {
    const manifests = set('persistence.enabled=true');
    const claim = theOnly('PersistentVolumeClaim', manifests);
    const { strategy, template } = theWorkload(manifests).spec;
    expect(strategy).toEqual({ type: 'Recreate' });
    expect(template.spec.volumes).toContainEqual({
      name: 'state',
      persistentVolumeClaim: { claimName: claim.metadata.name },
    });
    expect(claim.metadata.annotations).toEqual({ 'helm.sh/resource-policy': 'keep' });
    const deleted = set('persistence.enabled=true,persistence.retentionPolicy.whenDeleted=Delete');
    expect(theOnly('PersistentVolumeClaim', deleted).metadata.annotations).toBeUndefined();
    expect(theWorkload(renderChart()).spec.strategy).toBeUndefined();
  });

  testWithHelm('is in a claim per shard', () => {
    const manifests = set('persistence.enabled=true,autosharding.enabled=true,persistence.size=2Gi');
    expect(kinds(manifests)).not.toContain('PersistentVolumeClaim');
    expect(theWorkload(manifests).spec.volumeClaimTemplates).toMatchObject([
      { metadata: { name: 'state' }, spec: { resources: { requests: { storage: '2Gi' } } } },
    ]);
  });
});

describe('the configuration', () => {
  const checksum = (values: string) =>
    theWorkload(set(values)).spec.template.metadata.annotations?.['checksum/config'];

  testWithHelm('comes from the values', () => {
    const content = (manifests: readonly Manifest[], kind: string, data: string) =>
      parse(theOnly(kind, manifests)[data]['config.yaml']);
    const preset = parse(helm('show', 'values', CHART)).config.content;
    expect(content(renderChart(), 'ConfigMap', 'data')).toEqual(preset);

    const odd = { 1234567: '{{ .Values }}', 2: '"a": #b\n\tc', 3: ' 1e3 ', 4: 'Ä\u{1F600}', 5: '${A:-b}$$' };
    const whole = { ...COMPLETE_CONFIG, sites: [{ ...COMPLETE_CONFIG.sites[0], groups: odd }] };
    const json = `config=${JSON.stringify({ content: whole, asSecret: true })}`;
    const complete = renderChart('--set-json', json);
    expect(content(complete, 'Secret', 'stringData')).toEqual(JSON.parse(JSON.stringify(whole)));
  });

  testWithHelm('is reloaded, or a change restarts the exporter', () => {
    expect(containerOf(renderChart()).args).toContain('--config.enable-auto-reload');
    expect(checksum('replicas=1')).toBeUndefined();

    const restarting = 'config.autoReload=false';
    expect(containerOf(set(restarting)).args).not.toContain('--config.enable-auto-reload');
    const changes = ['config.content.defaults.interval=30s', 'limits.a\\.csv=product'];
    const sums = [restarting, ...changes.map((change) => `${restarting},${change}`)].map(checksum);
    expect(new Set(sums).size).toBe(3);
    expect(checksum(`${restarting},service.port=80`)).toBe(sums[0]);
  });

  testWithHelm('has its tables beside it', () => {
    const table = '\u{FEFF}  product;warning\r\n"7";5';
    const limits = `limits=${JSON.stringify({ 'a.csv': table })}`;
    const manifests = set('config.asSecret=true', '--set-json', limits);
    const { projected } = theWorkload(manifests).spec.template.spec.volumes[0];
    const { metadata } = theOnly('Secret', manifests);
    const tables = theOnly('ConfigMap', manifests);
    expect(tables.data).toEqual({ 'a.csv': table });
    expect(projected.sources).toEqual([
      { secret: { name: metadata.name } },
      { configMap: { name: tables.metadata.name } },
    ]);
  });
});

describe('Prometheus', () => {
  const all = 'serviceMonitor.enabled=true,scrapeConfig.enabled=true';

  testWithHelm('scrapes each exporter, found by the Service', () => {
    const manifests = set('serviceMonitor.enabled=true,autosharding.enabled=true,replicas=2');
    const { matchLabels } = theOnly('ServiceMonitor', manifests).spec.selector;
    const services = manifests.filter(
      ({ kind, metadata }) =>
        kind === 'Service' &&
        Object.entries(matchLabels).every(([key, value]) => metadata.labels?.[key] === value),
    );
    expect(services.map(({ metadata }) => metadata.name)).toEqual([theWorkload(manifests).metadata.name]);
  });

  testWithHelm('scrapes nothing twice if each site is a target', () => {
    const endpointOf = (values: string) => theOnly('ServiceMonitor', set(values)).spec.endpoints[0];
    expect(endpointOf(all).params).toEqual({ target: [''] });
    expect(endpointOf('serviceMonitor.enabled=true').params).toBeUndefined();
    expect(theOnly('ScrapeConfig', set(all)).spec.httpSDConfigs).toEqual([
      { url: 'http://stock-whmcs-stock-exporter.shop.svc:10052/sd', refreshInterval: '1m' },
    ]);
  });

  testWithHelm('scrapes below the path prefix, over TLS', () => {
    const web = 'webConfig.existingSecret=a,webConfig.tls=true,web.externalUrl=https://example.com/stock/';
    const manifests = set(`${all},${web}`);
    expect(theOnly('ServiceMonitor', manifests).spec.endpoints[0]).toMatchObject({
      path: '/stock/metrics',
      scheme: 'https',
    });
    expect(theOnly('ScrapeConfig', manifests).spec.httpSDConfigs[0].url).toBe(
      'https://stock-whmcs-stock-exporter.shop.svc:10052/stock/sd',
    );
    expect(containerOf(manifests).args).toEqual(
      expect.arrayContaining([
        '--web.config.file=/etc/whmcs-stock-exporter-web/web.yml',
        '--web.external-url=https://example.com/stock/',
      ]),
    );
    const probes = [containerOf(manifests).livenessProbe, containerOf(manifests).readinessProbe];
    expect(probes.map(({ httpGet }) => httpGet)).toEqual([
      { path: '/-/healthy', port: 'health' },
      { path: '/-/ready', port: 'health' },
    ]);
  });
});

testWithHelm('the Ingress leads only to webhooks', () => {
  const manifests = set('ingress.enabled=true,ingress.hosts={a.example.com},web.routePrefix=/stock');
  const { rules } = theOnly('Ingress', manifests).spec;
  expect(rules).toMatchObject([
    { host: 'a.example.com', http: { paths: [{ path: '/stock/webhooks/', pathType: 'Prefix' }] } },
  ]);
});

testWithHelm('the NetworkPolicy admits peers and other shards, and permits DNS', () => {
  const from = 'networkPolicy.from=[{"podSelector":{}}]';
  const egress = 'networkPolicy.egress=[{"ports":[{"port":443}]}]';
  const own = {
    podSelector: {
      matchLabels: {
        'app.kubernetes.io/name': 'whmcs-stock-exporter',
        'app.kubernetes.io/instance': 'stock',
        'app.kubernetes.io/component': 'exporter',
      },
    },
  };
  const policy = (...argv: readonly string[]) =>
    theOnly('NetworkPolicy', set('networkPolicy.enabled=true', ...argv)).spec;
  expect(policy()).toMatchObject({
    policyTypes: ['Ingress'],
    ingress: [{ ports: [{ port: 'http' }] }, { ports: [{ port: 'health' }] }],
  });
  expect(policy('--set-json', from, '--set-json', egress)).toMatchObject({
    podSelector: own.podSelector,
    policyTypes: ['Ingress', 'Egress'],
    ingress: [
      { ports: [{ port: 'http' }], from: [{ podSelector: {} }, own] },
      { ports: [{ port: 'health' }] },
    ],
    egress: [
      {
        ports: [
          { port: 53, protocol: 'UDP' },
          { port: 53, protocol: 'TCP' },
        ],
      },
      { to: [own] },
      { ports: [{ port: 443 }] },
    ],
  });
});

testWithHelm('an image is named by registry, repository, and tag or digest', () => {
  const imageOf = (values: string) => containerOf(set(values)).image;
  const digest = `sha256:${'0'.repeat(64)}`;
  expect(imageOf('image.tag=1.2.3')).toBe('ghcr.io/whmcs-stock-exporter/whmcs-stock-exporter:1.2.3');
  expect(imageOf(`image.registry=,image.repository=a/b,image.digest=${digest}`)).toBe(`a/b@${digest}`);
  expect(imageOf('global.imageRegistry=here:5000,image.repository=a,image.tag=v1')).toBe('here:5000/a:v1');
});

const blocks = readBlocks('docs/kubernetes.md').filter(({ language }) => language === 'yaml');

testWithHelm.each(blocks)('the chart accepts the values in line $line of the page', ({ text }) => {
  expect(blocks.length).toBeGreaterThan(1);
  expect(runHelm('template', 'stock', CHART, '--set-json', JSON.stringify(parse(text)))).toMatchObject({
    status: 0,
  });
});
