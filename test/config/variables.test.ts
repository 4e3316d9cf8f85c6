import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/config/load.js';

const CONFIG =
  'sites: [{ name: main, url: "https://shop.test/", identifier: x, secret: "${SECRET}", access_key: "${KEY:-none}" }]';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'variable-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(text: string): Promise<string> {
  const path = join(folder, String(text.length));
  await writeFile(path, text, { mode: 0o600 });
  return path;
}

async function secretsOf(env: Record<string, string>) {
  const { sites } = await parseConfig(CONFIG, env, 'c.yaml');
  return [sites[0]?.secret.reveal(), sites[0]?.accessKey?.reveal()];
}

describe('a variable that is not set', () => {
  test('is read from the file that the variable of its name and _FILE names, less the line ends after it', async () => {
    expect(await secretsOf({ SECRET_FILE: await file(' a#b $$ ${KEY}\n\n') })).toEqual([
      ' a#b $$ ${KEY}',
      'none',
    ]);
    expect(await secretsOf({ SECRET: '', SECRET_FILE: await file('from Windows\r\n') })).toEqual([
      'from Windows',
      'none',
    ]);
  });

  test('takes the file before its default', async () => {
    expect(await secretsOf({ SECRET: 'x', KEY_FILE: await file('key') })).toEqual(['x', 'key']);
  });

  test('ignores the file if the variable itself is set, so that an unrelated file does no harm', async () => {
    expect(await secretsOf({ SECRET: 'own', SECRET_FILE: '/nowhere' })).toEqual(['own', 'none']);
  });

  test.each([
    [
      'is not there',
      () => '/nowhere/secret',
      "/nowhere/secret, which SECRET_FILE names, can't be read (ENOENT)",
    ],
    ['is a folder', () => folder, 'which SECRET_FILE names, is a folder, not a regular file'],
    ['is empty', () => file('\n'), 'which SECRET_FILE names, is empty'],
  ])('is reported with its place if the file %s', async (_, path, message) => {
    const loading = secretsOf({ SECRET_FILE: await path() });
    await expect(loading).rejects.toThrow(message);
    await expect(loading).rejects.toThrow(/^c\.yaml:1:\d+: the file /);
  });

  test('is reported, and not replaced by its default, if its file is missing', async () => {
    const loading = secretsOf({ SECRET: 'x', KEY_FILE: '/nowhere/key' });
    await expect(loading).rejects.toThrow("/nowhere/key, which KEY_FILE names, can't be read (ENOENT)");
  });
});
