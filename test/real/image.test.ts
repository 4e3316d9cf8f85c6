import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { parseExposition } from '../support/exposition.js';
import { layOutNode, layOutNpm } from '../support/image/base.js';
import { type Buildah, type ImageConfig, openBuildah } from '../support/image/buildah.js';
import { type Container, type ContainerOptions, startContainer } from '../support/image/container.js';
import { expectWorking, type Reply, requestScript } from '../support/smoke.js';
import { testWith } from '../support/tool.js';

const IMAGE = 'localhost/whmcs-stock-exporter:test';
const REVISION = '0123456789ab';
const MOST_BYTES = 30_000_000;
const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const testImage = testWith(
  { program: 'buildah', remedy: 'apt-get install buildah' },
  { program: 'ip', probe: ['-V'], remedy: 'apt-get install iproute2' },
  {
    program: 'unshare',
    probe: ['--mount', 'true'],
    remedy: 'run as root; the test needs namespaces and mounts',
  },
);

let buildah: Buildah | undefined;
let config: ImageConfig;
let root: string;
/** What belongs to this machine: roots of stand-ins, files to mount. */
let scratch: string;
const running: Container[] = [];

/** Builds the image as in README, on stand-ins for its base images. */
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'image-'));
  buildah = await openBuildah();
  const dockerfile = await readFile('Dockerfile', 'utf8');
  const tag = (name: string) => new RegExp(`^ARG ${name}=(\\S+)$`, 'm').exec(dockerfile)?.[1];
  const bases: Readonly<Record<string, (root: string) => Promise<void>>> = {
    [`docker.io/library/node:${tag('BUILD_TAG')}`]: layOutNpm,
    [`gcr.io/distroless/nodejs24-debian13:${tag('RUNTIME_TAG')}`]: (base) =>
      layOutNode(base, 'nodejs/bin/node'),
  };
  for (const [name, layOut] of Object.entries(bases)) {
    const base = join(scratch, 'base');
    await layOut(base);
    await buildah.make(name, base, [PATH]);
    await rm(base, { recursive: true });
  }
  const cache = execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).trim();
  const flags = ['--build-arg', `REVISION=${REVISION}`, '--volume', `${cache}:/root/.npm`];
  await buildah.build(IMAGE, '.', ...flags);
  config = await buildah.inspect(IMAGE);
  root = await buildah.mount(IMAGE);
}, 900_000);
afterEach(async () => {
  for (const container of running.splice(0)) await container.stop().catch(() => {}); // it has ended
});
afterAll(async () => {
  await buildah?.close();
  await rm(scratch, { recursive: true, force: true });
});

function start(argv: readonly string[], options: ContainerOptions = {}): Container {
  const container = startContainer(root, config, argv, options);
  running.push(container);
  return container;
}

/** Calls the exporter in a container, which has a separate network. */
function request(container: Container, method: string, path: string): Reply {
  const script = requestScript(method, `http://127.0.0.1:10052${path}`);
  return JSON.parse(container.exec(['/nodejs/bin/node', '-e', script]).output);
}

const get = (container: Container, path: string): string => request(container, 'GET', path).text;

testImage('the image adds less than 30 MB, and nothing but the program', async () => {
  const [, ...added] = (await buildah?.layers(IMAGE)) ?? [];
  const bytes = added.reduce((sum, size) => sum + size, 0);
  process.stdout.write(`the image adds ${(bytes / 1_000_000).toFixed(1)} MB in ${added.length} layers\n`);
  expect(added).not.toEqual([]);
  expect(bytes).toBeLessThan(MOST_BYTES);

  const home = join(root, 'opt/whmcs-stock-exporter');
  expect(readdirSync(home).toSorted()).toEqual(['LICENSE', 'dist', 'package.json']);
  expect(readdirSync(join(home, 'dist')).toSorted()).toEqual([
    'THIRD-PARTY-LICENSES.txt',
    'main.js',
    'parts',
    'sbom.cdx.json',
  ]);
  expect(readdirSync(join(root, 'etc/whmcs-stock-exporter'))).toEqual(['config.yaml']);
  for (const file of ['opt/whmcs-stock-exporter/package.json', 'etc/whmcs-stock-exporter/config.yaml'])
    expect(statSync(join(root, file)).mode & 0o777).toBe(0o644);
});

testImage('it says what it is, as the package does, and runs as a user by number', async () => {
  const { description, version, license, name } = JSON.parse(await readFile('package.json', 'utf8'));
  expect(config.Labels).toMatchObject({
    'org.opencontainers.image.title': name,
    'org.opencontainers.image.description': description,
    'org.opencontainers.image.version': version,
    'org.opencontainers.image.licenses': license,
    'org.opencontainers.image.revision': REVISION,
  });
  expect(config.User).toBe('65532:65532');
  expect(Object.keys(config.ExposedPorts)).toEqual(['10052/tcp']);
  const said = start(['--version']);
  await said.until(new RegExp(`version ${version} \\(revision: ${REVISION}, node: v`));
});

testImage(
  'the demo lives as another user than root on a root that it cannot write to, and ends on a signal',
  async () => {
    const container = start(['demo']);
    await container.until(/site is up/);
    expect(get(container, '/-/healthy')).toBe('Healthy.\n');
    const series = parseExposition(get(container, '/metrics'));
    expect(series.get('whmcs_up{site="demo"}')).toBe(1);
    expect([...series.keys()].join('\n')).toContain(`revision="${REVISION}"`);

    const { Uid, Gid, CapEff, NoNewPrivs, NSpid } = container.status();
    expect({ Uid, Gid, CapEff, NoNewPrivs }).toEqual({
      ...{ Uid: '65532\t65532\t65532\t65532', Gid: '65532\t65532\t65532\t65532' },
      ...{ CapEff: '0000000000000000', NoNewPrivs: '1' },
    });
    expect(NSpid).toMatch(/\t1$/);
    for (const folder of ['/', '/tmp', '/etc/whmcs-stock-exporter']) {
      const write = `require('node:fs').writeFileSync('${folder}/x', '')`;
      expect(container.exec(['/nodejs/bin/node', '-e', write]).output).toContain('EROFS');
    }

    expect(await container.stop()).toMatchObject({ code: 0 });
  },
);

testImage('its health is asked by its own program', async () => {
  const [form, ...argv] = config.Healthcheck.Test;
  expect(form).toBe('CMD');
  const container = start(['demo']);
  await container.until(/listening|Open:/);
  expect(container.exec(argv)).toEqual({ code: 0, output: '' });
  const moved = start(['demo'], { env: ['WEB_LISTEN_ADDRESS=:10053'] });
  await moved.until(/Open:\n +http:\S+:10053/);
  expect(moved.exec(argv)).toEqual({ code: 0, output: '' });
  const other = start(['demo', '--web.listen-address', ':10053']); // which the health check can't know
  await other.until(/Open:/);
  expect(other.exec(argv)).toEqual({
    code: 1,
    output: expect.stringContaining('http://127.0.0.1:10052/-/healthy does not answer (ECONNREFUSED);'),
  });
});

testImage('it works, configured by the environment alone, with the secret in a file', async () => {
  const shop = start(['simulator', '--simulator.port', '8080']);
  await shop.until(/identifier:/);
  const secret = join(scratch, 'whmcs_api_secret');
  await writeFile(secret, 'demo-secret\n', { mode: 0o644 });
  const env = [
    ...['WHMCS_API_URL=http://127.0.0.1:8080/', 'WHMCS_API_IDENTIFIER=demo-identifier'],
    'WHMCS_API_SECRET_FILE=/run/secrets/whmcs_api_secret',
  ];
  const files = { '/run/secrets/whmcs_api_secret': secret };
  const state = join(scratch, 'state');
  await mkdir(state);
  await chown(state, 65_532, 65_532);
  const volumes = { '/var/lib/whmcs-stock-exporter': state };
  const exporter = start([], { env, files, volumes, beside: shop });
  await exporter.until(/"msg":"listening"/);
  await expectWorking({
    request: async (method, path) => request(exporter, method, path),
    terminate: () => exporter.stop(),
    written: () => [], // it can write to nothing else: another test shows that the root is read-only
    state: () => readdirSync(state),
  });
});

testImage('a configuration that is mounted takes the place of the one it brings', async () => {
  const file = join(scratch, 'config.yaml');
  const text = 'sites: [{ name: own, url: "http://127.0.0.1:9/", identifier: x, secret: y }]';
  await writeFile(file, text, { mode: 0o644 });
  const files = { '/etc/whmcs-stock-exporter/config.yaml': file };
  const checked = start(['serve', '--config.check'], { files });
  await checked.until(/^config.yaml is valid: 1 site \(own\)$/m);
  const bare = start([]);
  await bare.until(/config.yaml:\d+:\d+: the variable WHMCS_API_URL is not set/);
});
