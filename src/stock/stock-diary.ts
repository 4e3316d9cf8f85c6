import { DiaryEntry, type EntryCode } from './diary-entry.js';
import { listForgotten } from './forget.js';

/** The version of the saved format. */
const VERSION = 1;

/** A diary as it is saved over restarts. */
export type KeptDiary = {
  readonly version: number;
  /** The entries by the key of their item. Each becomes plain JSON when it is written. */
  readonly products: Readonly<Record<string, unknown>>;
};

/**
 * The units that each item sold per day, and when it was in stock: from WHMCS's order history if there is
 * one, else from readings.
 */
export class StockDiary {
  private readonly entries: Record<string, DiaryEntry> = {};
  private size = 0;

  /** @param kept the diary so far, of this process or the previous one. */
  constructor(kept?: KeptDiary) {
    if (kept?.version !== VERSION) return;
    // An entry is the entry itself, or the result of its toJSON().
    for (const [key, entry] of Object.entries(kept.products))
      this.entries[key] = entry instanceof DiaryEntry ? entry : DiaryEntry.from(entry as EntryCode);
    this.size = Object.keys(this.entries).length;
  }

  find(key: string): DiaryEntry | undefined {
    return this.entries[key];
  }

  /**
   * Records a reading.
   *
   * @param at Unix time in ms.
   * @param source where the number came from. One of another source is a new baseline.
   * @param perDay the expected demand, to tell sales from corrections.
   * @returns the entry, and the units sold since the last reading, less those of cancelled orders.
   */
  note(key: string, quantity: number, at: number, source: string, perDay: number) {
    const known = this.entries[key];
    if (known) return { entry: known, sold: known.note(quantity, at, source, perDay) };
    const entry = new DiaryEntry(quantity, source, at);
    this.entries[key] = entry;
    this.size += 1;
    return { entry, sold: 0 };
  }

  /** Forgets items that vanished. @param current at most so many items are there now. */
  forget(current: number): void {
    const listSeen = () => Object.entries(this.entries).map(([key, { notedAt }]) => [key, notedAt] as const);
    for (const key of listForgotten(this.size, current, listSeen)) {
      delete this.entries[key];
      this.size -= 1;
    }
  }

  /** Returns the content of the diary, which keeps changing. */
  kept(): KeptDiary {
    return { version: VERSION, products: this.entries };
  }
}
