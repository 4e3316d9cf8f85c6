import {
  chmod,
  chown,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { replaceFile } from '../src/replace-file.js';
import { UserError } from '../src/user-error.js';
import { fault } from './support/fault.js';

async function folderWith(text?: string) {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'replaced-'));
  const path = join(folder, 'stock.csv');
  if (text !== undefined) await writeFile(path, text);
  return { folder, path, files: () => readdir(folder) };
}

test('a file that is replaced keeps its mode and owner, and a link stays a link', async () => {
  const { folder, path, files } = await folderWith('before');
  await chmod(path, 0o640);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await chown(path, 1234, 2345);
  await symlink(path, join(folder, 'link.csv'));
  const { ino, uid, gid } = await stat(path);
  await replaceFile(join(folder, 'link.csv'), 'before', 'after');
  const now = await stat(path);
  expect(await readFile(path, 'utf8')).toBe('after');
  expect([now.mode & 0o777, now.uid, now.gid]).toEqual([0o640, uid, gid]);
  expect(now.ino).not.toBe(ino); // a reader sees the old file or the new one, and never a part
  expect(await files()).toEqual(['link.csv', 'stock.csv']);
});

test('a file that does not exist is created', async () => {
  const { path, files } = await folderWith();
  await replaceFile(path, undefined, 'new');
  expect(await readFile(path, 'utf8')).toBe('new');
  expect(await files()).toEqual(['stock.csv']);
});

fault(
  'configuration',
  'a table that is saved by someone else while discover runs',
  'nothing is written',
  async () => {
    const { path, files } = await folderWith('theirs');
    await expect(replaceFile(path, 'before', 'ours')).rejects.toThrow(UserError);
    await expect(replaceFile(path, 'before', 'ours')).rejects.toThrow(
      'changed in the meantime; nothing was written',
    );
    await expect(replaceFile(path, undefined, 'ours')).rejects.toThrow('changed in the meantime');
    expect([await readFile(path, 'utf8'), await files()]).toEqual(['theirs', ['stock.csv']]);
  },
);

fault('configuration', 'a table that is deleted while discover runs', 'nothing is written', async () => {
  const { path, files } = await folderWith();
  await expect(replaceFile(path, 'before', 'ours')).rejects.toThrow('changed in the meantime');
  expect(await files()).toEqual([]);
});

fault('configuration', 'a folder in the place of a table', "the system's error", async () => {
  const { folder } = await folderWith('x');
  await expect(replaceFile(folder, undefined, 'ours')).rejects.toThrow("can't be written (EISDIR)");
  await expect(replaceFile(join(folder, 'stock.csv/a.csv'), undefined, 'ours')).rejects.toThrow('(ENOTDIR)');
  await expect(replaceFile(join(folder, 'none/a.csv'), undefined, 'ours')).rejects.toThrow('(ENOENT)');
});
