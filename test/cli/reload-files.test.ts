import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { afterEach, expect } from '@jest/globals';
import { createShop } from '../../src/simulator/shop.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { fault } from '../support/fault.js';
import { type CliRun, runCli, writeConfig } from '../support/run-cli.js';

let simulator: Simulator;
let cli: CliRun;
afterEach(async () => {
  await cli.stop();
  await simulator.close();
});

const SECRET = 'marker-5ecret';

/** An exporter whose configuration and whose secret's file a test puts something else in place of. */
async function serving() {
  simulator = await startSimulator({ shop: createShop(1) });
  const secretFile = await writeConfig('demo-secret\n');
  const text = `sites: [{ name: main, url: "${simulator.url}", identifier: demo-identifier, secret_file: "${secretFile}" }]\n`;
  const file = await writeConfig(text);
  cli = runCli(['--config.file', file, '--web.listen-address', '127.0.0.1:0']);
  const [, root = ''] = await cli.until(/"url":"(http[^"]+)"/);
  await cli.until(/site is up/);
  const post = async () => {
    const answer = await fetch(new URL('/-/reload', root), { method: 'POST' });
    return { status: answer.status, text: await answer.text() };
  };
  return { file, secretFile, text, post };
}

const FILES: readonly (readonly [string, (path: string) => Promise<void> | void, string])[] = [
  ['a named pipe', (path) => void execFileSync('mkfifo', [path]), 'is a named pipe, not a regular file'],
  ['a folder', async (path) => void (await mkdir(path)), 'is a folder, not a regular file'],
  ['in UTF-16', (path) => writeFile(path, Buffer.from(`\uFEFF${SECRET}`, 'utf16le')), 'is text in UTF-16'],
  ['in Latin-1', (path) => writeFile(path, Buffer.from(`${SECRET} é`, 'latin1')), 'is not UTF-8'],
];

for (const role of ['file', 'secretFile'] as const)
  for (const [what, put, words] of FILES)
    fault(
      'configuration',
      `${role === 'file' ? 'config.yaml' : 'the file of a secret'} has become ${what} when it is reloaded`,
      'status 500 with the reason, and the last configuration in use',
      async () => {
        const { post, text, ...files } = await serving();
        const path = files[role];
        await rm(path);
        await put(path);
        const refused = await post();
        expect(refused.status).toBe(500);
        expect(refused.text).toContain(words);
        expect(refused.text + cli.err()).not.toContain('marker');
        await rm(path, { recursive: true });
        await writeFile(path, role === 'file' ? text : 'demo-secret');
        expect((await post()).status).toBe(200);
      },
    );

fault(
  'secret',
  'config.yaml is overwritten with .env and reloaded',
  'status 500 and a log without its values',
  async () => {
    const { file, post } = await serving();
    await writeFile(file, `WHMCS_API_IDENTIFIER=${SECRET}\nWHMCS_API_SECRET="${SECRET}"\n`);
    const refused = await post();
    expect(refused.status).toBe(500);
    expect(refused.text).toMatch(/:1:1: expected a configuration with sites, found a text of \d+ characters/);
    expect(refused.text + cli.err()).not.toContain('marker');
  },
);
