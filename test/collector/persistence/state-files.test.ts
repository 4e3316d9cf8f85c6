import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { readState } from '../../../src/collector/persistence/read-state.js';
import { StateFiles } from '../../../src/collector/persistence/state-files.js';
import { NO_STATE } from '../../../src/collector/persistence/state-records.js';
import { copyState } from '../../support/kept-shop.js';
import { amount } from '../../support/long.js';

/** Waits for a busy disk for as long as it takes. */
const PATIENT = { sleep: () => new Promise<void>(() => {}) };

/** Files in a folder of their own, and the nonces that the next process would find in them. */
async function openFiles() {
  const path = join(await mkdtemp(join(tmpdir(), 'state-')), 'state');
  const failures: unknown[] = [];
  const files = new StateFiles({
    ...{ path, found: undefined, clock: PATIENT },
    moment: () => ({ at: 0, boot: undefined }),
    failed: (error) => failures.push(error),
  });
  return {
    ...{ path, files, failures },
    keep: (nonce: string) => files.append({ nonces: [[nonce, 1]], of: 'main' }),
    async found() {
      const copy = `${path}.copy`;
      await copyState(path, copy); // a writing may replace the files one after the other
      const { nonces } = await readState(copy);
      return [...(nonces.get('main')?.keys() ?? [])];
    },
  };
}

test('a change is in the files once it is waited for, whenever the state is written meanwhile', async () => {
  const { path, files, failures, keep, found } = await openFiles();
  const kept: string[] = [];
  for (let writing = 0; writing < amount({ short: 30, long: 500 }); writing += 1) {
    const written = files.write(NO_STATE);
    let isWritten = false;
    written.then(() => {
      isWritten = true;
    });
    kept.length = 0; // the state, which is empty here, would contain those before
    while (!isWritten) {
      if (!existsSync(`${path}.journal.tmp`) && writing % 2 === 0) {
        await turn();
        continue;
      }
      const nonce = `${writing} ${kept.length}`;
      await keep(nonce);
      kept.push(nonce);
      if (writing > 0) expect(await found()).toContain(nonce);
    }
    await written;
    expect(await found()).toEqual(expect.arrayContaining(kept));
  }
  expect(failures).toEqual([]);
  await files.close();
});

test('both files can be read by their owner only, whatever is left behind', async () => {
  const { path, files, keep, found } = await openFiles();
  await writeFile(`${path}.journal.tmp`, 'left behind', { mode: 0o644 });
  expect(spawnSync('mkfifo', [`${path}.tmp`]).status).toBe(0); // opening it would never end
  await files.write(NO_STATE);
  await keep('one');
  expect(await found()).toEqual(['one']);
  for (const file of [path, `${path}.journal`]) expect((await stat(file)).mode & 0o777).toBe(0o600);
  await files.close();
});
