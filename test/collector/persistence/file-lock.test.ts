import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type FileLock, lockFile } from '../../../src/collector/persistence/file-lock.js';
import { fault } from '../../support/fault.js';
import { stateFolder } from '../../support/kept-shop.js';
import { startProgram } from '../../support/program.js';

const newPath = async () => join(await stateFolder(), 'stock.state');
const sockets = async (path: string) => (await readdir(dirname(path))).filter((name) => /lock/.test(name));

async function lock(path: string): Promise<FileLock> {
  const taken = await lockFile(path);
  if (taken === 'held') throw new Error('it is held');
  return taken;
}

test('a file is locked once, and again after it was unlocked', async () => {
  const path = await newPath();
  const first = await lock(path);
  expect(await lockFile(path)).toBe('held');
  await first.release();
  await (await lock(path)).release();
  expect(await sockets(path)).toEqual([]);
});

test('of many that lock a file at the same time, at most one succeeds', async () => {
  const path = await newPath();
  for (let round = 0; round < 10; round += 1) {
    const results = await Promise.all(Array.from({ length: 8 }, () => lockFile(path)));
    const locks = results.filter((result) => result !== 'held');
    expect(locks.length).toBeLessThanOrEqual(1);
    for (const taken of locks) await taken.release();
  }
  await (await lock(path)).release();
});

test('files of other names in the same folder are locked apart', async () => {
  const path = await newPath();
  const first = await lock(path);
  const other = await lock(`${path}-2`);
  await Promise.all([first.release(), other.release()]);
});

test('the folder may have a longer path than the address of a socket', async () => {
  const folder = join(await stateFolder(), 'a'.repeat(100), 'b'.repeat(100));
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'stock.state');
  const first = await lock(path);
  expect(await lockFile(path)).toBe('held');
  await first.release();
});

test('a missing folder is an error of the system', async () => {
  await expect(lockFile(join(await stateFolder(), 'missing', 'stock.state'))).rejects.toMatchObject({
    code: 'ENOENT',
  });
});

fault(
  'process',
  'kill -9 of the process that has locked the persistence file',
  'another process locks it at once',
  async () => {
    const path = await newPath();
    const script = join(dirname(path), 'holder.ts');
    const lockModule = join(process.cwd(), 'src/collector/persistence/file-lock.ts');
    await writeFile(
      script,
      `import { lockFile } from ${JSON.stringify(lockModule)};
       await lockFile(${JSON.stringify(path)});
       setInterval(() => {}, 1_000);
       process.stdout.write('locked');`,
    );
    const holder = startProgram(process.execPath, ['scripts/run.js', script]);
    await holder.until(/locked/);
    expect(await lockFile(path)).toBe('held');
    process.kill(holder.pid, 'SIGKILL');
    await holder.terminate();
    await (await lock(path)).release();
    expect(await sockets(path)).toEqual([]);
  },
);
