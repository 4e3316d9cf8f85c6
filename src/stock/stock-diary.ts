import { DiaryEntry, type EntryCode } from './diary-entry.js';

/** The version of the form in which a diary is kept. */
const VERSION = 1;

/** What a diary holds, as it is kept over restarts. */
export type KeptDiary = {
  readonly version: number;
  /** By what it is about. Each turns to plain JSON when it is written. */
  readonly products: Readonly<Record<string, unknown>>;
};

/**
 * What each item sold by day, and the time in which it was in stock: by WHMCS's order history where there is
 * any, else by what readings saw.
 */
export class StockDiary {
  private readonly entries: Record<string, DiaryEntry> = {};

  /** @param kept the diary of the time before, in this process or the previous one. */
  constructor(kept?: KeptDiary) {
    if (kept?.version !== VERSION) return;
    // It is what toJSON() returned, or the entry itself.
    for (const [key, entry] of Object.entries(kept.products))
      this.entries[key] = entry instanceof DiaryEntry ? entry : DiaryEntry.from(entry as EntryCode);
  }

  find(key: string): DiaryEntry | undefined {
    return this.entries[key];
  }

  /**
   * Notes a reading.
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
    return { entry, sold: 0 };
  }

  /** Returns everything in it, which keeps changing. */
  kept(): KeptDiary {
    return { version: VERSION, products: this.entries };
  }
}
