import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { expect, test } from '@jest/globals';

const WRITE = `
  const { default: useOwnTemporaryFolder } = await import('./scripts/temporary-folder.js');
  const { mkdtempSync, writeFileSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  useOwnTemporaryFolder();
  const folder = mkdtempSync(tmpdir() + '/left-');
  writeFileSync(folder + '/file', 'text', { mode: 0o400 });
  setInterval(() => {}, 60_000);
  console.log(folder);`;

async function write() {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', WRITE]);
  const [folder] = await once(child.stdout.setEncoding('utf8'), 'data');
  return { child, folder: String(folder).trim() };
}

test('a run of tests writes into a temporary folder of its own', () => {
  expect(tmpdir()).toMatch(/\/tests-\w{6}$/);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'files left there are removed after %s',
  async (signal) => {
    const { child, folder } = await write();
    expect(existsSync(folder)).toBe(true);
    child.kill(signal);
    await once(child, 'close');
    expect(dirname(dirname(folder))).toBe(tmpdir());
    expect(existsSync(dirname(folder))).toBe(false);
  },
);
