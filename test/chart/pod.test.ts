import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { MANIFEST } from '../../scripts/rendered-manifest.js';
import { listFiles } from '../house/files.js';
import { askUntil } from '../support/daemon.js';
import { parseManifests, theOnly } from '../support/helm.js';
import type { ImageConfig } from '../support/image/buildah.js';
import { type Container, startContainer } from '../support/image/container.js';
import { layOutImage } from '../support/image/laid-out-image.js';
import { makeStateVolume, startPod, writeVolume } from '../support/pod.js';
import { expectWorking, type Reply, requestScript } from '../support/smoke.js';
import { testWith } from '../support/tool.js';

const testPod = testWith(
  { program: 'ip', probe: ['-V'], remedy: 'apt-get install iproute2' },
  {
    program: 'unshare',
    probe: ['--mount', 'true'],
    remedy: 'run as root; the test needs namespaces and mounts',
  },
);

let scratch: string;
let root: string;
let image: ImageConfig;
const running: Container[] = [];

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'pod-'));
  root = join(scratch, 'root');
  mkdirSync(root);
  image = await layOutImage(root);
});
afterEach(async () => {
  for (const container of running.splice(0)) await container.stop().catch(() => {}); // it has ended
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Calls a container, which has a separate network. */
const request = (container: Container, method: string, path: string): Reply =>
  JSON.parse(
    container.exec(['/nodejs/bin/node', '-e', requestScript(method, `http://127.0.0.1:${path}`)]).output,
  );

testPod(
  'the manifest runs an exporter that gets ready, has stock, reloads, ends in time and writes only its state',
  async () => {
    const manifests = parseManifests(readFileSync(MANIFEST, 'utf8'));
    const workload = theOnly('Deployment', manifests);
    const text = theOnly('ConfigMap', manifests).data['config.yaml'];
    const config = parse(text.replace('https://billing.example.com/', 'http://127.0.0.1:8080/'));
    const volumes = {
      config: join(scratch, 'config'),
      'secret-0': join(scratch, 'secret'),
      state: join(scratch, 'state'),
    };
    writeVolume(volumes.config, { 'config.yaml': stringify(config) });
    writeVolume(volumes['secret-0'], { identifier: 'demo-identifier', secret: 'demo-secret\n' });
    makeStateVolume(volumes.state, workload.spec.template.spec.securityContext.fsGroup);

    const shop = startContainer(root, image, ['simulator', '--simulator.port', '8080']);
    running.push(shop);
    await shop.until(/identifier:/);
    const pod = startPod(workload, { root, image, name: 'exporter-abc-xyz', volumes, beside: shop });
    running.push(pod);
    await pod.until(/"msg":"listening"/);

    const { containers, terminationGracePeriodSeconds } = workload.spec.template.spec;
    const [{ livenessProbe, readinessProbe, volumeMounts }] = containers;
    for (const { httpGet } of [readinessProbe, livenessProbe]) {
      expect(httpGet.port).toBe('health');
      await askUntil(
        async () => request(pod, 'GET', `10053${httpGet.path}`),
        ({ status }) => status === 200,
      );
    }
    const { Uid, Gid, CapEff, NoNewPrivs } = pod.status();
    expect({ Uid, Gid, CapEff, NoNewPrivs }).toEqual({
      ...{ Uid: '65532\t65532\t65532\t65532', Gid: '65532\t65532\t65532\t65532' },
      ...{ CapEff: '0000000000000000', NoNewPrivs: '1' },
    });
    for (const { mountPath, readOnly } of [...volumeMounts, { mountPath: '/tmp', readOnly: true }]) {
      const write = `require('node:fs').writeFileSync('${mountPath}/x', '')`;
      expect(pod.exec(['/nodejs/bin/node', '-e', write]).output).toMatch(readOnly ? /EROFS/ : /^$/);
    }

    const [site] = config.sites;
    writeVolume(volumes.config, { 'config.yaml': stringify({ sites: [{ ...site, name: 'renamed' }] }) });
    expect(request(pod, 'POST', '10052/-/reload')).toMatchObject({ status: 200 });
    await pod.until(/"site":"renamed".*"msg":"stock is read from this source"/);

    const before = new Set(listFiles(scratch));
    await expectWorking({
      request: async (method, path) => request(pod, method, `10052${path}`),
      terminate: () => pod.stop(),
      written: () =>
        listFiles(scratch).filter((path) => !before.has(path) && dirname(path) !== volumes.state),
      state: () => readdirSync(volumes.state),
    });
    expect(pod.output()).not.toMatch(/"level":"(warn|error)"|EROFS|EACCES/);
    for (const name of readdirSync(volumes.state))
      expect(statSync(join(volumes.state, name)).uid).toBe(65_532);
    expect(terminationGracePeriodSeconds).toBeGreaterThan(2);
  },
);
