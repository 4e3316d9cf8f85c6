import { realpath } from 'node:fs/promises';
import type { SteadyTime } from '../clock.js';
import { WakeableSleep } from '../wakeable-sleep.js';
import { FileOwner } from './file-owner.js';
import type { PersistenceDeps } from './persistence-deps.js';
import { type FoundState, NOTHING_FOUND, readState } from './read-state.js';
import { restoreState } from './restore-state.js';
import { StateFiles } from './state-files.js';
import { StateStore } from './state-store.js';

/** Keeps the state of the exporter in a file. */
export type Persistence = {
  readonly store: StateStore;
  /** Continues where the previous process ended. */
  readonly steadyTime: SteadyTime;
  /** Writes the state when it has changed, until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
  /** Writes the state for the last time, and unlocks the file. To be called once `run` has resolved. */
  close(): Promise<void>;
};

/** The shortest time between two writings of the state, and between two attempts. */
const PAUSE_MS = 10_000;
/** The shortest time for the first reading of a site. */
const SOON_MS = 1_000;
/** Large states are written more rarely: on average this many bytes per ms. */
const BYTES_PER_MS = 200;

/**
 * Opens the file, and reads what the previous process saved. Never rejects, because the exporter also runs
 * without the file.
 */
export async function openPersistence(outside: PersistenceDeps): Promise<Persistence> {
  const deps = { ...outside, path: await realpath(outside.path).catch(() => outside.path) };
  const { path, clock, boot, log, observer } = deps;
  const owner = new FileOwner(deps);
  let isFailing = false;
  let pauseMs = PAUSE_MS;

  await owner.own().catch(failed);
  const found = await readState(path).catch((error) => {
    failed(error);
    return NOTHING_FOUND;
  });
  const { state, steadyTime } = resume(found);
  const files = new StateFiles({
    ...{ path, clock, failed },
    found: found.header?.id,
    moment: () => ({ at: steadyTime(), boot: boot() }),
  });
  const store = new StateStore(state, (change) => files.append(change));
  const idle = new WakeableSleep(clock.sleep);
  store.wake = () => idle.wake();
  owner.found(found);

  function resume(found: FoundState) {
    const restored = restoreState(found, clock, boot);
    const { state, elapsedMs } = restored;
    const fields = { file: path, sites: state.sites.size };
    if (found.header && elapsedMs === undefined)
      log.warn(fields, 'the clock was set back: stock is shown when it is read again');
    else if (elapsedMs !== undefined)
      log.info({ ...fields, seconds: Math.round(elapsedMs / 1000) }, 'restored the saved state');
    if (found.journalProblem === 'missing')
      log.warn(
        fields,
        'its journal is missing or empty: stock is shown when it is read again, and counters start at 0',
      );
    return restored;
  }

  function failed(error: unknown): void {
    observer.failed();
    if (!isFailing)
      log.error(
        { file: path, error: error instanceof Error ? error.message : String(error) },
        "the persistence file can't be used; what changes until it can is lost at a restart",
      );
    isFailing = true;
  }

  async function write(): Promise<void> {
    store.isDirty = false;
    store.isUrgent = false;
    store.forgetExpiredNonces(clock.now());
    try {
      const bytes = await files.write(store);
      pauseMs = Math.max(PAUSE_MS, bytes / BYTES_PER_MS);
    } catch (error) {
      store.isDirty = true;
      throw error;
    }
    observer.saved(clock.now() / 1000);
    if (isFailing) log.info({ file: path }, 'the persistence file is written again');
    isFailing = false;
  }

  /** Waits until the state may be written again: soon if a site has its first reading. */
  async function pause(signal: AbortSignal): Promise<void> {
    await clock.sleep(SOON_MS, signal);
    if (!store.isUrgent) await idle.sleep(pauseMs - SOON_MS, signal);
  }

  return {
    store,
    steadyTime,
    async run(signal) {
      store.isDirty = true; // the first journal begins with the first writing
      while (!signal.aborted) {
        try {
          if ((await owner.own()) && store.isDirty) await write();
        } catch (error) {
          failed(error);
        }
        await pause(signal);
      }
    },
    async close() {
      try {
        if (owner.isOwner && store.isDirty && (await owner.own())) await write();
      } catch (error) {
        failed(error);
      }
      await files.close();
      await owner.release();
    },
  };
}
