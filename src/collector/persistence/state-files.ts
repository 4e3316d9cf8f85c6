import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import pLimit from 'p-limit';
import { syncFolder } from '../../sync-folder.js';
import type { Clock } from '../clock.js';
import type { Moment } from './boot-time.js';
import { Journal, LARGEST_JOURNAL_BYTES } from './journal.js';
import { encodeRecord } from './records.js';
import type { StateRecord } from './state-records.js';
import { type StateParts, writeState } from './write-state.js';

export type StateFilesDeps = {
  readonly path: string;
  /** The id of the state on the disk; undefined if there is none. */
  readonly found: string | undefined;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly moment: () => Moment;
  /** Called if changes can't be written to the journal. */
  readonly failed: (error: unknown) => void;
};

/** How long a change may take to be written. A disk that needs longer has failed. */
const PATIENCE_MS = 5_000;

/**
 * Writes a state to its file, and changes of it to the journal.
 *
 * If a change can't be written, the journal is emptied, so that the next process knows that changes are
 * missing. Later changes are not waited for until the whole state is written again.
 */
export class StateFiles {
  readonly #deps: StateFilesDeps;
  /** One operation on the journal at a time. */
  readonly #inTurn = pLimit(1);
  #journal: Journal | undefined;
  /** The writing of the state that the journal follows. */
  #followed: string | undefined;
  /** Encoded changes to write to the journal. */
  #waiting: Buffer[] = [];
  /** Changes since the writing of the state began; undefined while it is not written. */
  #meanwhile: { readonly records: Buffer[]; bytes: number } | undefined;
  #hasFailed = false;

  constructor(deps: StateFilesDeps) {
    this.#deps = deps;
    this.#followed = deps.found;
  }

  /** Writes a change to the journal. Resolves once it is on the disk, or can't be written now. */
  async append(change: StateRecord): Promise<void> {
    const record = encodeRecord(change);
    this.#repeatAfterWriting(record);
    if (this.#hasFailed || !(this.#journal || this.#meanwhile)) return;
    this.#waiting.push(record);
    await this.#inTime(this.#inTurn(() => this.#flush()));
  }

  /**
   * Writes the whole state and begins a new journal. Only one call may be under way at a time. Changes of the
   * state during the writing must be appended. Returns the size of the file in bytes.
   *
   * @throws the error of the system. The file and the journal before stay in use then.
   */
  async write(parts: StateParts): Promise<number> {
    const id = randomUUID();
    const header = { id, replaced: this.#followed, saved: this.#deps.moment() };
    const temporary = `${this.#deps.path}.tmp`;
    const hasJournal = this.#journal !== undefined;
    const write = () => writeState(temporary, header, parts);
    const replace = () => this.#replace(id, temporary);
    const writeAndReplace = async () => {
      const bytes = await write();
      await replace();
      return bytes;
    };
    this.#meanwhile = { records: [], bytes: 0 };
    try {
      // Without a journal, changes must wait until this state is in place.
      const bytes = hasJournal ? await write() : await this.#inTurn(writeAndReplace);
      if (hasJournal) await this.#inTurn(replace);
      this.#hasFailed = false;
      return bytes;
    } catch (error) {
      this.#hasFailed ||= !this.#journal;
      await rm(temporary, { force: true }).catch(() => {});
      throw error;
    } finally {
      this.#meanwhile = undefined;
    }
  }

  /** Adds a change to the next journal, unless that journal is already too large to be written. */
  #repeatAfterWriting(record: Buffer): void {
    const meanwhile = this.#meanwhile;
    if (!meanwhile || meanwhile.bytes > LARGEST_JOURNAL_BYTES) return;
    meanwhile.records.push(record);
    meanwhile.bytes += record.length;
  }

  async close(): Promise<void> {
    await this.#inTurn(() => this.#journal?.close());
  }

  /**
   * Replaces the state and then the journal. The old journal is valid after the new state, too, because it
   * ends with the newest value of everything in it. There must never be a state without a journal.
   */
  async #replace(id: string, temporary: string): Promise<void> {
    const { path } = this.#deps;
    const before = this.#waiting;
    this.#waiting = []; // the new state or the new journal contains them; later ones are written after it
    const records = [...(this.#meanwhile?.records ?? [])];
    const journal = await Journal.create(path, id, records).catch((error) => {
      this.#waiting = [...before, ...this.#waiting];
      throw error;
    });
    try {
      if (this.#followed === undefined) await Journal.rename(path);
      await rename(temporary, path);
      if (this.#followed !== undefined) await Journal.rename(path);
    } catch (error) {
      this.#waiting = [...before, ...this.#waiting];
      await journal.close();
      throw error;
    }
    await this.#journal?.close();
    this.#journal = journal;
    this.#followed = id;
    await syncFolder(dirname(path)).catch(() => {}); // not every file system supports it
  }

  async #flush(): Promise<void> {
    const records = this.#waiting;
    this.#waiting = [];
    if (records.length === 0 || !this.#journal) return;
    try {
      await this.#journal.append(records);
    } catch (error) {
      this.#fail(error);
      await this.#loseJournal();
    }
  }

  async #inTime(written: Promise<void>): Promise<void> {
    const settled = new AbortController();
    const late = this.#deps.clock.sleep(PATIENCE_MS, settled.signal).then(() => 'late');
    const outcome = await Promise.race([written, late]);
    settled.abort();
    if (outcome !== 'late' || this.#hasFailed) return;
    this.#fail(new Error(`the disk has not answered within ${PATIENCE_MS / 1000} s`));
    this.#inTurn(() => this.#loseJournal());
  }

  #fail(error: unknown): void {
    this.#hasFailed = true;
    this.#waiting = [];
    this.#deps.failed(error);
  }

  async #loseJournal(): Promise<void> {
    const journal = this.#journal;
    this.#journal = undefined;
    await journal?.invalidate();
  }
}
