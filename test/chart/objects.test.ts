import { basename } from 'node:path';
import { describe, expect } from '@jest/globals';
import { runHelm } from '../../scripts/helm.js';
import { CHART } from '../../scripts/reference/chart.js';
import { type Manifest, renderChart, testWithHelm, theWorkload, VALUES } from '../support/helm.js';
import { findProblems } from '../support/kubernetes-schema.js';

const selectorOf = (manifest: Manifest): Readonly<Record<string, string>> =>
  manifest.spec.selector.matchLabels ?? manifest.spec.selector;

const matches = (
  labels: Readonly<Record<string, string>> | undefined,
  selector: Readonly<Record<string, string>>,
) => Object.entries(selector).every(([key, value]) => labels?.[key] === value);

const LONGEST_LABEL = 63;

describe.each(VALUES.map((file) => [basename(file), file]))('with %s', (_, file) => {
  let rendered: readonly Manifest[] | undefined;
  const render = () => {
    rendered ??= renderChart('--values', file);
    return rendered;
  };

  testWithHelm('the chart passes its lint', () => {
    const { status, stdout } = runHelm('lint', '--strict', CHART, '--values', file);
    expect({ status, stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('0 chart(s) failed'),
    });
  });

  testWithHelm('every object fits the schema of Kubernetes or the Prometheus Operator', async () => {
    for (const manifest of render())
      expect({ name: manifest.metadata.name, problems: await findProblems(manifest) }).toEqual({
        name: manifest.metadata.name,
        problems: [],
      });
  });

  testWithHelm('no two objects of a kind have the same name, and labels are short enough', () => {
    const manifests = render();
    const names = manifests.map(
      ({ kind, metadata }) => `${kind} ${metadata.namespace ?? 'shop'} ${metadata.name}`,
    );
    expect(names).toEqual([...new Set(names)]);
    const labels = manifests.flatMap(({ metadata }) => Object.values(metadata.labels ?? {}));
    expect(labels.filter((label) => label.length > LONGEST_LABEL)).toEqual([]);
  });

  testWithHelm('services select the pods of the exporter, and not the one of the test', () => {
    const manifests = render();
    const { labels } = theWorkload(manifests).spec.template.metadata;
    const test = manifests.find(({ kind }) => kind === 'Pod');
    const selecting = manifests.filter(({ kind }) =>
      /^(Service|Deployment|StatefulSet|PodDis.*)$/.test(kind),
    );
    expect(selecting.length).toBeGreaterThan(1);
    for (const manifest of selecting) {
      expect(matches(labels, selectorOf(manifest))).toBe(true);
      expect(matches(test?.metadata.labels, selectorOf(manifest))).toBe(false);
    }
  });

  testWithHelm('pods comply with the restricted profile', () => {
    const manifests = render();
    const pods = [
      theWorkload(manifests).spec.template.spec,
      manifests.find(({ kind }) => kind === 'Pod')?.spec,
    ];
    for (const spec of pods) {
      expect(spec).toMatchObject({
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      for (const { securityContext } of spec.containers)
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      for (const volume of spec.volumes ?? []) expect(volume).not.toHaveProperty('hostPath');
    }
  });

  testWithHelm('every volume is mounted, and every mount has a volume', () => {
    const { spec } = theWorkload(render());
    const claims: readonly Manifest[] = spec.volumeClaimTemplates ?? [];
    const volumes = [...spec.template.spec.volumes, ...claims.map(({ metadata }) => metadata)];
    const names = (of: readonly { readonly name: string }[]) => of.map(({ name }) => name).toSorted();
    expect(names(spec.template.spec.containers[0].volumeMounts)).toEqual(names(volumes));
  });
});

testWithHelm('an upgrade from any of these values to others changes no selector and no claim', () => {
  const manifests = VALUES.map((file) => theWorkload(renderChart('--values', file)));
  const [first] = manifests;
  for (const { spec } of manifests) expect(spec.selector).toEqual(first?.spec.selector);

  const sharded = ['--set', 'autosharding.enabled=true,replicas=3,persistence.enabled=true'];
  const upgraded = ['--set', 'commonLabels.team=hosting,podLabels.tier=monitoring,image.tag=9.9.9'];
  const [before, after] = [sharded, [...sharded, ...upgraded]].map(
    (argv) => theWorkload(renderChart(...argv)).spec,
  );
  expect(after.template.metadata.labels).toMatchObject({ team: 'hosting', tier: 'monitoring' });
  for (const field of ['selector', 'serviceName', 'podManagementPolicy', 'volumeClaimTemplates'])
    expect(after[field]).toEqual(before[field]);
});

testWithHelm('finds an unknown field, and a field of a wrong type', async () => {
  const workload = theWorkload(renderChart());
  const { spec } = workload;
  expect(await findProblems({ ...workload, spec: { ...spec, replica: 1 } })).toEqual([
    '/spec/replica is unknown',
  ]);
  expect(await findProblems({ ...workload, spec: { ...spec, replicas: '1' } })).toEqual([
    expect.stringContaining('/spec/replicas'),
  ]);
});
