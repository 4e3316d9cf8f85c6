import { type FileHandle, rename } from 'node:fs/promises';
import { createFile } from './create-file.js';
import { journalOf } from './read-state.js';
import { beginFile, type Seal } from './state-file.js';

const MIB = 2 ** 20;
/** The largest size of a journal: many times the changes between two writes of the state. */
export const LARGEST_JOURNAL_BYTES = 32 * MIB;

/** The changes since the file was written. A change that was appended survives the end of the process. */
export class Journal {
  readonly #file: FileHandle;
  readonly #seal: Seal;
  #bytes = 0;

  private constructor(file: FileHandle, seal: Seal) {
    this.#file = file;
    this.#seal = seal;
  }

  /**
   * Creates a journal beside the one in use, which it replaces when it is renamed.
   *
   * @param path of the state.
   * @param id of the writing of the state that it follows.
   * @param records encoded changes.
   */
  static async create(path: string, id: string, records: readonly Buffer[]): Promise<Journal> {
    const file = await createFile(temporaryOf(path));
    const { start, seal } = beginFile('journal', { follows: id });
    const journal = new Journal(file, seal);
    try {
      await journal.#write([start, ...records.map(seal)]);
      return journal;
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /** Puts the journal in the place of the one before. */
  static rename = (path: string): Promise<void> => rename(temporaryOf(path), journalOf(path));

  /**
   * Appends encoded changes. After an error the journal must not be appended to.
   *
   * @throws if the system refuses the write, or if the journal would be too large.
   */
  async append(records: readonly Buffer[]): Promise<void> {
    await this.#write(records.map(this.#seal));
  }

  async #write(lines: readonly Buffer[]): Promise<void> {
    const bytes = Buffer.concat(lines);
    this.#bytes += bytes.length;
    if (this.#bytes > LARGEST_JOURNAL_BYTES)
      throw new Error(
        `the journal exceeds ${LARGEST_JOURNAL_BYTES / MIB} MiB, because the file can't be written`,
      );
    await this.#file.appendFile(bytes);
    await this.#file.datasync();
  }

  /**
   * Empties the journal after a failure, which needs no space on the disk. The next process then knows that
   * counters are missing, and starts them at 0.
   */
  async invalidate(): Promise<void> {
    await this.#file.truncate(0).catch(() => {});
    await this.close();
  }

  async close(): Promise<void> {
    await this.#file.close().catch(() => {});
  }
}

const temporaryOf = (path: string): string => `${journalOf(path)}.tmp`;
