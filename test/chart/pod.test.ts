import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { MANIFEST } from '../../scripts/rendered-manifest.js';
import { askUntil } from '../support/daemon.js';
import { parseManifests, theOnly } from '../support/helm.js';
import type { ImageConfig } from '../support/image/buildah.js';
import { type Container, startContainer } from '../support/image/container.js';
import { layOutImage } from '../support/image/laid-out-image.js';
import { makeStateVolume, startPod, writeVolume } from '../support/pod.js';
import { testWith } from '../support/tool.js';

const testPod = testWith(
  { program: 'ip', probe: ['-V'], remedy: 'apt-get install iproute2' },
  {
    program: 'unshare',
    probe: ['--mount', 'true'],
    remedy: 'run as root; namespaces and mounts are its own',
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

type Answer = { readonly status: number; readonly text: string };

/** Calls a container, which has a network of its own. */
function request(container: Container, path: string, method = 'GET'): Answer {
  const script = `fetch('http://127.0.0.1:${path}', { method: '${method}' })
    .then(async (r) => ({ status: r.status, text: await r.text() }), () => ({ status: 0, text: '' }))
    .then((answer) => process.stdout.write(JSON.stringify(answer)))`;
  return JSON.parse(container.exec(['/nodejs/bin/node', '-e', script]).output);
}

testPod(
  'the manifest runs: ready, with stock, it reloads, ends in time, and writes only its state',
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

    const { containers } = workload.spec.template.spec;
    const { livenessProbe, readinessProbe } = containers[0];
    for (const { httpGet } of [readinessProbe, livenessProbe]) {
      expect(httpGet.port).toBe('health');
      await askUntil(
        async () => request(pod, `10053${httpGet.path}`),
        ({ status }) => status === 200,
      );
    }
    const metrics = await askUntil(
      async () => request(pod, '10052/metrics').text,
      (answer) => answer.includes('\nwhmcs_up{site="main"} 1\n'),
    );
    expect(metrics).toMatch(/^whmcs_product_stock\{.*\} \d+$/m);

    writeVolume(volumes.config, {
      'config.yaml': stringify({ sites: [{ ...config.sites[0], name: 'renamed' }] }),
    });
    expect(request(pod, '10052/-/reload', 'POST')).toMatchObject({ status: 200 });
    await askUntil(
      async () => request(pod, '10052/metrics').text,
      (answer) => answer.includes('\nwhmcs_up{site="renamed"} 1\n'),
    );

    const { Uid, Gid, CapEff, NoNewPrivs } = pod.status();
    expect({ Uid, Gid, CapEff, NoNewPrivs }).toEqual({
      ...{ Uid: '65532\t65532\t65532\t65532', Gid: '65532\t65532\t65532\t65532' },
      ...{ CapEff: '0000000000000000', NoNewPrivs: '1' },
    });
    for (const { mountPath, readOnly } of [
      ...containers[0].volumeMounts,
      { mountPath: '/tmp', readOnly: true },
    ]) {
      const write = `require('node:fs').writeFileSync('${mountPath}/x', '')`;
      expect(pod.exec(['/nodejs/bin/node', '-e', write]).output).toMatch(readOnly ? /EROFS/ : /^$/);
    }

    const { code, ms } = await pod.stop();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(workload.spec.template.spec.terminationGracePeriodSeconds * 1_000);
    expect(pod.output()).not.toMatch(/"level":"(warn|error)"|EROFS|EACCES/);
    expect(existsSync(join(volumes.state, 'stock.state'))).toBe(true);
    for (const name of readdirSync(volumes.state))
      expect(statSync(join(volumes.state, name)).uid).toBe(65_532);
  },
);
