import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { cachedFolder } from '../support/cached-folder.js';
import { parseExposition } from '../support/exposition.js';
import { install, pack } from '../support/packed.js';
import { startProgram } from '../support/program.js';
import { runProgram } from '../support/run-program.js';
import { testWith } from '../support/tool.js';

/** The folder that `scripts/other-node` fills. */
const FOLDER = join(cachedFolder('OTHER_NODE', 'other-node'), 'node_modules');
const NODE_24 = { program: join(FOLDER, '.bin/node'), remedy: 'run scripts/other-node' };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'other-node-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

testWith(NODE_24)('the packed program runs on Node 24', async () => {
  const program = await install(pack(folder), join(folder, 'installed'));
  const demo = startProgram(NODE_24.program, [program, 'demo', '--web.listen-address', '127.0.0.1:0']);
  const [metrics] = await demo.until(/http:\S+\/metrics/);
  await demo.until(/site is up/);
  const series = parseExposition(await (await fetch(metrics)).text());
  expect(series.get('whmcs_up{site="demo"}')).toBe(1);
  expect([...series.keys()].join('\n')).toContain('node_version="v24.');
  expect((await demo.terminate()).code).toBe(0);
  expect(demo.output()).not.toMatch(/warning/i);
});

const npmOf = (version: number) => ({
  program: join(FOLDER, `npm-${version}/bin/npm-cli.js`),
  remedy: 'run scripts/other-node',
});

testWith(npmOf(10), npmOf(11))('npm 10 and npm 11 build the same files', async () => {
  const builds = [];
  for (const version of [10, 11]) {
    const built = await runProgram(npmOf(version).program, ['run', '--silent', 'build']);
    expect(built).toEqual({ code: 0, out: '', err: '' });
    builds.push(await digests('dist'));
  }
  expect(builds[0]).toEqual(builds[1]);
});

async function digests(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const digest = async (file: string) =>
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, await digest(file)])));
}
