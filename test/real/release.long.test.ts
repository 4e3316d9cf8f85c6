import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { parse } from 'yaml';
import { HELM } from '../../scripts/helm.js';
import { DPKG } from '../support/debian/tools.js';
import { amount } from '../support/long.js';
import { copyProject } from '../support/release/copied-project.js';
import { PUBLISHING } from '../support/release/stand-ins.js';
import { testWith } from '../support/tool.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const NAME = `whmcs-stock-exporter-${version}`;
const FILES = [
  ...['SHA256SUMS', `${NAME}-chart.tgz`, `${NAME}-npm.tgz`, `${NAME}.cdx.json`],
  `whmcs-stock-exporter_${version}-1_all.deb`,
];
/** Each test builds all files. */
const LIMIT_MS = 600_000;
const BUILD = { SOURCE_DATE_EPOCH: '1795000000', WHMCS_STOCK_EXPORTER_REVISION: '0123456789ab' };
const testRelease = testWith(DPKG, { program: HELM, probe: ['version'], remedy: 'scripts/kubernetes-tools' });

let folder: string;
let published: string;
let calls: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-'));
  published = join(folder, 'published');
  calls = join(folder, 'calls');
  mkdirSync(published);
  mkdirSync(join(folder, 'bin'));
  for (const [name, script] of Object.entries(PUBLISHING))
    writeFileSync(join(folder, 'bin', name), `#!/usr/bin/env bash\nset -euo pipefail\n${script}\n`, {
      mode: 0o755,
    });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the scripts of a job as the workflow does, in a folder. */
function runJob(name: string, cwd: string): void {
  const { jobs } = parse(readFileSync('.github/workflows/release.yml', 'utf8'));
  const { PATH = '', HOME = '' } = process.env;
  const env = {
    ...{
      ...BUILD,
      HOME,
      HELM,
      NPM: execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim(),
    },
    ...{ PATH: `${join(folder, 'bin')}:${PATH}`, CALLS: calls, PUBLISHED: published, TZ: 'Asia/Tokyo' },
    ...{ GITHUB_REF_NAME: `v${version}`, GITHUB_REPOSITORY: 'a/b', GITHUB_OUTPUT: join(folder, 'output') },
    ...{ CHARTS: 'registry.example/charts' },
  };
  for (const { run } of jobs[name].steps)
    if (run)
      execFileSync('bash', ['-e', '-o', 'pipefail', '-c', `umask 077; ${run}`], { cwd, env, stdio: 'pipe' });
}

testRelease(
  'the workflow of a release builds, signs and publishes every file, and the notes',
  () => {
    const clone = join(folder, 'somewhere/else');
    copyProject(clone);
    const changelog = readFileSync('CHANGELOG.md', 'utf8').replace(
      '[Unreleased]',
      `[${version}] - 2026-11-27`,
    );
    writeFileSync(join(clone, 'CHANGELOG.md'), changelog);
    runJob('files', clone);
    expect(readdirSync(published).toSorted()).toEqual([...FILES, 'SHA256SUMS.sigstore.json'].toSorted());
    execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: published });
    expect(readFileSync(join(clone, 'notes.md'), 'utf8')).toMatch(/^### Added\n\n- /);

    for (const job of ['npm', 'chart']) {
      mkdirSync(join(folder, job));
      runJob(job, join(folder, job));
    }
    const sum = execFileSync('sha256sum', [join(published, `${NAME}-chart.tgz`)], { encoding: 'utf8' }).slice(
      0,
      64,
    );
    expect(readFileSync(calls, 'utf8')).toContain(
      `npm publish --provenance --access public --tag latest ./${NAME}-npm.tgz`,
    );
    expect(readFileSync(calls, 'utf8')).toContain(`charts/whmcs-stock-exporter@sha256:${sum}`);
    expect(readFileSync(join(folder, 'output'), 'utf8')).toBe(`digest=sha256:${sum}\n`);
  },
  LIMIT_MS,
);

// The long form builds everything twice.
if (amount({ short: 1, long: 2 }) === 2)
  testRelease(
    'another build, in another folder, by another user and in another time zone, is the same',
    () => {
      const again = join(folder, 'again');
      const here = join(folder, 'here');
      copyProject(here);
      cpSync(join(folder, 'somewhere/else/CHANGELOG.md'), join(here, 'CHANGELOG.md'));
      execFileSync('.ci/artifacts', [again], { cwd: here, env: { ...process.env, ...BUILD }, stdio: 'pipe' });
      const sums = (of: string) => readFileSync(join(of, 'SHA256SUMS'), 'utf8');
      expect(sums(again)).toBe(sums(published));
    },
    LIMIT_MS,
  );
