import { type FileHandle, mkdir, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, jest } from '@jest/globals';
import { LARGEST_JOURNAL_BYTES } from '../../../src/collector/persistence/journal.js';
import { readState } from '../../../src/collector/persistence/read-state.js';
import { StateFiles } from '../../../src/collector/persistence/state-files.js';
import { NO_STATE } from '../../../src/collector/persistence/state-records.js';
import { fault } from '../../support/fault.js';
import { keptShop } from '../../support/kept-shop.js';

afterEach(() => {
  jest.restoreAllMocks();
});

const FULL = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

/** Waits for a busy disk for as long as it takes. */
const PATIENT = { sleep: () => new Promise<void>(() => {}) };

/** Replaces what every open file does to reach the disk. */
async function breakDisk(how: () => Promise<void>): Promise<void> {
  const file = await open(join(await mkdtemp(join(tmpdir(), 'disk-')), 'any'), 'w');
  const ofAll: Pick<FileHandle, 'datasync' | 'sync'> = Object.getPrototypeOf(file);
  await file.close();
  for (const way of ['datasync', 'sync'] as const) jest.spyOn(ofAll, way).mockImplementation(how);
}

fault(
  'process',
  'a disk that is full when a sale is to be saved, and then kill -9',
  'the sale is shown, with one log line and a count; counters start at 0 after the crash, so none goes backward',
  async () => {
    const kept = await keptShop({ source: 'classic' });
    const removed = async () =>
      [...(await kept.exporter.series())].find(([key]) => /stock_removed_total.*id="1"/.test(key))?.[1];
    const sell = (quantity: number) => {
      const { shop } = kept.exporter;
      shop.truths = shop.truths.map((truth) => (truth.id === 1 ? { ...truth, quantity } : truth));
    };
    await kept.written(1);
    await kept.clock.advance(0);
    await kept.save();
    sell(5);
    await kept.exporter.read();
    await kept.save();
    expect(await removed()).toBe(2);

    await breakDisk(() => Promise.reject(FULL));
    sell(4);
    await kept.exporter.read();
    expect(await removed()).toBe(3);
    expect(kept.counts.failed).toBeGreaterThan(0);
    expect(kept.lines.filter(({ level }) => level === 'error')).toEqual([
      expect.objectContaining({
        fields: expect.objectContaining({ error: expect.stringContaining('ENOSPC') }),
      }),
    ]);
    expect((await stat(`${kept.path}.journal`)).size).toBe(0);
    await kept.restart({ isCrash: true });
    jest.restoreAllMocks();
    expect((await kept.exporter.shown()).size).toBe(0);
    await kept.clock.advance(0);
    expect([(await kept.exporter.shown()).get(1)?.stock, await removed()]).toEqual([4, 0]);
    await kept.stop();
  },
);

fault(
  'process',
  'a disk that is full for a while',
  'serving continues, and once there is space a restart loses nothing',
  async () => {
    const kept = await keptShop({ source: 'classic' });
    await kept.written(1);
    await kept.clock.advance(0);
    await breakDisk(() => Promise.reject(FULL));
    const { shop } = kept.exporter;
    shop.truths = shop.truths.map((truth) => (truth.id === 1 ? { ...truth, quantity: 1 } : truth));
    await kept.exporter.read();
    jest.restoreAllMocks();
    await kept.save();
    await kept.restart({ isCrash: true });
    expect((await kept.exporter.shown()).get(1)?.stock).toBe(1);
    expect(kept.lines.map(({ message }) => message)).toContain('the persistence file is written again');
    await kept.stop();
  },
);

fault(
  'process',
  'a disk that does not answer when a sale is to be saved',
  'the sale is shown after five seconds, later ones at once, and counters start at 0 after a crash',
  async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'state-')), 'state');
    const failures: unknown[] = [];
    const sleeps: number[] = [];
    let isPatient = true;
    const files = new StateFiles({
      ...{ path, found: undefined, failed: (error) => failures.push(error) },
      moment: () => ({ at: 0, boot: undefined }),
      clock: {
        sleep: (ms) => {
          sleeps.push(ms);
          return isPatient ? new Promise(() => {}) : Promise.resolve();
        },
      },
    });
    const keep = (nonce: string) => files.append({ nonces: [[nonce, 1]], of: 'main' });
    await files.write(NO_STATE);
    await keep('one');
    isPatient = false;
    let answer: (() => void) | undefined;
    await breakDisk(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    await keep('two');
    expect(sleeps.at(-1)).toBe(5_000);
    expect(failures).toEqual([expect.objectContaining({ message: expect.stringContaining('within 5 s') })]);
    await keep('three'); // waits for nothing
    expect(sleeps).toHaveLength(2);
    while (!answer) await turn();
    answer();
    await files.close();
    expect((await stat(`${path}.journal`)).size).toBe(0);
    expect((await readState(path)).journalProblem).toBe('missing');
  },
);

fault(
  'process',
  'a persistence file that can not be replaced while thousands of changes go to its journal',
  'the journal ends at 32 MiB with a logged failure, changes are still shown, and it recovers with the file',
  async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'state-')), 'state');
    const failures: unknown[] = [];
    const files = new StateFiles({
      ...{ path, found: undefined, clock: PATIENT, failed: (error) => failures.push(error) },
      moment: () => ({ at: 0, boot: undefined }),
    });
    const keep = (nonce: string) => files.append({ nonces: [[nonce, 1]], of: 'main' });
    const long = 'x'.repeat(4 * 2 ** 20);
    await files.write(NO_STATE);
    await mkdir(join(`${path}.tmp`, 'in the way'), { recursive: true });
    for (let number = 0; number < 12; number += 1) {
      await keep(`${number} ${long}`);
      await expect(files.write(NO_STATE)).rejects.toThrow();
      expect((await stat(`${path}.journal`)).size).toBeLessThanOrEqual(LARGEST_JOURNAL_BYTES);
    }
    expect(failures).toEqual([expect.objectContaining({ message: expect.stringContaining('32 MiB') })]);
    expect((await readState(path)).journalProblem).toBe('missing');
    await rm(`${path}.tmp`, { recursive: true });
    await files.write(NO_STATE);
    await keep('one');
    expect([...((await readState(path)).nonces.get('main')?.keys() ?? [])]).toEqual(['one']);
    await files.close();
  },
);

fault(
  'process',
  'a disk that takes so long to write the persistence file that 32 MiB of changes come meanwhile',
  'the previous file stays in use, and the next attempt succeeds',
  async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'state-')), 'state');
    const files = new StateFiles({
      ...{ path, found: undefined, clock: PATIENT, failed: () => {} },
      moment: () => ({ at: 0, boot: undefined }),
    });
    const keep = (nonce: string) => files.append({ nonces: [[nonce, 1]], of: 'main' });
    await files.write(NO_STATE);
    const { header } = await readState(path);
    const answers: (() => void)[] = [];
    await breakDisk(() => new Promise((resolve) => answers.push(resolve)));
    const writing = files.write(NO_STATE);
    while (answers.length === 0) await turn();
    jest.restoreAllMocks();
    for (let number = 0; number < 12; number += 1) await keep(`${number} ${'x'.repeat(4 * 2 ** 20)}`);
    for (const answer of answers) answer();
    await expect(writing).rejects.toThrow('the journal exceeds 32 MiB');
    expect((await readState(path)).header).toEqual(header);
    await files.write(NO_STATE);
    await keep('one');
    expect([...((await readState(path)).nonces.get('main')?.keys() ?? [])]).toEqual(['one']);
    await files.close();
  },
);
