import { stat } from 'node:fs/promises';
import { type FileLock, lockFile } from './file-lock.js';
import type { PersistenceDeps } from './persistence-deps.js';
import { type FoundState, journalOf } from './read-state.js';
import { setAside } from './set-aside.js';

/**
 * Makes this process the only one that writes the file. A file that it could not use is renamed first, so
 * that nothing is overwritten that nobody has read.
 */
export class FileOwner {
  readonly #deps: PersistenceDeps;
  #lock: FileLock | undefined;
  #isHeld = false;
  #found: FoundState | undefined;

  constructor(deps: PersistenceDeps) {
    this.#deps = deps;
    deps.observer.owned(false);
  }

  /** Whether this process has locked the file. */
  get isOwner(): boolean {
    return this.#lock !== undefined;
  }

  /**
   * Locks the file, unless another process has done so, and makes room for a new one if necessary. Returns
   * whether this process may write the file.
   *
   * @throws the error of the system.
   */
  async own(): Promise<boolean> {
    if (!this.#lock && !(await this.#takeLock())) return false;
    await this.#makeRoom();
    return true;
  }

  /** Sets what was found in the file. */
  found(found: FoundState): void {
    this.#found = found;
  }

  async release(): Promise<void> {
    await this.#lock?.release();
    this.#lock = undefined;
  }

  async #takeLock(): Promise<boolean> {
    const { path, log, observer } = this.#deps;
    const lock = await lockFile(path);
    if (lock === 'held') {
      if (!this.#isHeld)
        log.warn(
          { file: path },
          'another process writes the persistence file; this one does so when that one has ended',
        );
      this.#isHeld = true;
      return false;
    }
    if (this.#isHeld) log.info({ file: path }, 'the other process has ended; this one writes the file now');
    this.#lock = lock;
    observer.owned(true);
    return true;
  }

  /** Sets files aside that were found but not used. */
  async #makeRoom(): Promise<void> {
    const { path } = this.#deps;
    const { header, problem, journalProblem } = this.#found ?? {};
    if (!this.#found) return;
    const why = problem ?? (header ? undefined : 'unread');
    if (why) await this.#setAside(path, why);
    const journalWhy = why ?? (journalProblem === 'missing' ? undefined : journalProblem);
    if (journalWhy) await this.#setAside(journalOf(path), journalWhy);
    this.#found = undefined;
  }

  async #setAside(path: string, why: string): Promise<void> {
    const { clock, log, observer } = this.#deps;
    const found = await stat(path).catch(() => undefined);
    if (!found) return;
    if (!found.isFile()) throw new Error(`${path} is not a regular file`);
    const renamed = await setAside(path, why, clock.now());
    observer.setAside();
    log.warn({ file: path, renamed }, `a persistence file is ${why} and not used; it was renamed`);
  }
}
