import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDemoShop } from '../../src/simulator/demo-shop.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { parseExposition } from '../support/exposition.js';
import { onlyChild } from '../support/only-child.js';
import { install, npm, pack } from '../support/packed.js';
import { startProgram } from '../support/program.js';
import { writeConfig } from '../support/run-cli.js';
import { callExporter, expectWorking } from '../support/smoke.js';
import { testWith } from '../support/tool.js';
import { readWrites, STRACE, traceWrites } from '../support/write-trace.js';

/** What is said to be under 80; without a bundle it would be 122. */
const MOST_PACKAGES = 1;
/** Files of someone's own that lie where `files` of package.json looks. */
const PRIVATE = ['deploy/.env', 'deploy/docker-compose.override.yml', 'deploy/secrets/package-test'];

let folder: string;
let tarball: string;
let unpacked: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'package-'));
  const kept = [];
  for (const file of PRIVATE) {
    await mkdir(join(file, '..'), { recursive: true });
    const own = await writeFile(file, 'a secret', { flag: 'wx', mode: 0o600 }).then(
      () => true,
      () => false, // someone's own is there
    );
    if (own) kept.push(file);
  }
  try {
    tarball = pack(folder);
  } finally {
    for (const file of kept) await rm(file);
  }
  execFileSync('tar', ['xzf', tarball, '-C', folder]);
  unpacked = join(folder, 'package');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = (file: string) => readFile(join(unpacked, file), 'utf8');

describe('the package', () => {
  test('contains the program, its documents and the files to deploy, and nothing else', async () => {
    const listed = execFileSync('tar', ['tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
    const files = listed.map((name) => name.replace('package/', ''));
    const parts = files.filter((name) => name.startsWith('dist/parts/'));
    expect(parts.filter((name) => !/-[A-Z0-9]{8}\.js$/.test(name))).toEqual(['dist/parts/bcryptjs.js']);
    const others = files.filter((name) => !parts.includes(name));
    expect(
      others
        .filter(
          (name) =>
            !/^(deploy\/|docs\/(.*\.md|reference\/whmcs-stock-exporter\.1)$|grafana\/(dashboards\/|provisioning\/|README\.md$))/.test(
              name,
            ),
        )
        .toSorted(),
    ).toEqual([
      ...['.env.example', 'CHANGELOG.md', 'LICENSE', 'README.md', 'config.schema.json', 'config.yaml'],
      ...['dist/THIRD-PARTY-LICENSES.txt', 'dist/main.js', 'dist/sbom.cdx.json', 'package.json'],
    ]);
    expect(files).toEqual(
      expect.arrayContaining(['deploy/whmcs/README.md', 'deploy/docker-compose.yml', 'docs/install.md']),
    );
    for (const file of PRIVATE) expect(files).not.toContain(file);
  });

  test('has a manifest of its own, without dependencies or scripts', async () => {
    const project = JSON.parse(await readFile('package.json', 'utf8'));
    const manifest = JSON.parse(await read('package.json'));
    const projectOnly = ['private', 'files', 'scripts', 'dependencies', 'devDependencies', 'overrides'];
    expect(Object.keys(manifest)).toEqual(Object.keys(project).filter((key) => !projectOnly.includes(key)));
    expect(project).toMatchObject(manifest);
    expect(project.private).toBe(true); // what is published is the package, never the project
  });

  test('contains nothing about the machine that built it', async () => {
    for (const name of await readdir(join(unpacked, 'dist'), { recursive: true })) {
      if (name === 'parts') continue;
      const text = await read(`dist/${name}`);
      for (const path of [process.cwd(), homedir()]) expect(text).not.toContain(`${path}/`);
    }
  });
});

/** Starts the demo, reads its metrics, and ends it. */
async function demonstrate(program: string) {
  const demo = startProgram(program, ['demo', '--web.listen-address', '127.0.0.1:0'], { cwd: folder });
  const [metrics] = await demo.until(/http:\S+\/metrics/);
  await demo.until(/site is up/);
  const series = parseExposition(await (await fetch(metrics)).text());
  return { series, ended: await demo.terminate() };
}

describe('installed from the package', () => {
  test('in an empty folder, it is one package and runs', async () => {
    const here = join(folder, 'here');
    const program = await install(tarball, here);
    const lock = JSON.parse(await readFile(join(here, 'node_modules/.package-lock.json'), 'utf8'));
    expect(Object.keys(lock.packages)).toHaveLength(MOST_PACKAGES);

    const { series, ended } = await demonstrate(program);
    const build = [...series.keys()].find((key) => key.startsWith('whmcs_exporter_build_info'));
    expect(build).toContain(`version="${JSON.parse(await read('package.json')).version}"`);
    expect(build).toMatch(/revision="[0-9a-f]{12}"/);
    expect(series.get('whmcs_up{site="demo"}')).toBe(1);
    expect(ended.code).toBe(0);
  });

  test('for everyone, its command runs, and checks the configuration that it brings', async () => {
    const prefix = join(folder, 'everyone');
    npm('install', '--global', '--prefix', prefix, tarball);
    const program = join(prefix, 'bin/whmcs-stock-exporter');
    expect((await demonstrate(program)).ended.code).toBe(0);

    const cwd = join(prefix, 'lib/node_modules/whmcs-stock-exporter');
    const names = ['WHMCS_API_IDENTIFIER', 'WHMCS_API_SECRET'];
    const env = { ...process.env, WHMCS_API_URL: 'https://billing.example.com' };
    const checked = execFileSync(program, ['--config.check'], {
      ...{ cwd, encoding: 'utf8' },
      env: Object.assign(env, Object.fromEntries(names.map((name) => [name, 'x']))),
    });
    expect(checked).toBe('config.yaml is valid: 1 site (main)\n');
  });
});

testWith(STRACE)('installed from the package, it works, and writes nothing but its state', async () => {
  const state = join(folder, 'state');
  const record = join(folder, 'record');
  await mkdir(state);
  const simulator = await startSimulator({ shop: createDemoShop() });
  const config = await writeConfig(
    `sites: [{ name: main, url: "${simulator.url}", identifier: demo-identifier, secret: demo-secret }]`,
  );
  const program = await install(tarball, join(folder, 'smoke'));
  const flags = [
    '--config.file',
    config,
    '--persistence.file',
    join(state, 'stock.state'),
    '--web.listen-address=127.0.0.1:0',
  ];
  const [strace, ...argv] = traceWrites(record, program, ...flags);
  const exporter = startProgram(strace, argv, { cwd: folder });
  try {
    const [, url] = await exporter.until(/"url":"([^"]+)\/"/);
    await expectWorking({
      request: async (method, path) => callExporter(method, `${url}${path}`),
      terminate: () => exporter.terminate(onlyChild(exporter)),
      written: () => readWrites(record, folder).filter((path) => !path.startsWith(`${state}/`)),
      state: () => readdirSync(state),
    });
  } finally {
    await simulator.close();
  }
});

describe('what is compiled in', () => {
  test('is in the bill of materials and in the licences alike, with a licence each', async () => {
    const bill = JSON.parse(await read('dist/sbom.cdx.json'));
    const licences = await read('dist/THIRD-PARTY-LICENSES.txt');
    const references: string[] = bill.components.map(
      (component: { 'bom-ref': string }) => component['bom-ref'],
    );
    expect(licences).toContain('Permission is hereby granted');
    const named = [...licences.matchAll(/^-{80}\n\n(\S+)\n\n/gm)].map(([, id]) => id);
    expect(named).toHaveLength(references.length);
    expect(new Set(named)).toEqual(new Set(references));
    expect(
      bill.components.filter((component: { licenses?: unknown[] }) => !component.licenses?.length),
    ).toEqual([]);
    expect(references).toEqual(expect.arrayContaining([expect.stringMatching(/^finalhandler@/)]));
    expect(references.filter((id) => /^(jest|typescript|esbuild|ajv)@/.test(id))).toEqual([]);
  });

  test('is every direct library, and as many packages as the page of decisions says', async () => {
    const { components, dependencies, metadata } = JSON.parse(await read('dist/sbom.cdx.json'));
    const program = metadata.component['bom-ref'];
    const { dependsOn } = dependencies.find(({ ref }: { ref: string }) => ref === program);
    const direct = dependsOn.map((id: string) => id.replace(/@[^@]*$/, ''));
    const project = JSON.parse(await readFile('package.json', 'utf8'));
    expect(new Set(Object.keys(project.dependencies))).toEqual(new Set(direct));
    expect(await read('docs/decisions.md')).toContain(`${components.length} packages`);
  });
});
