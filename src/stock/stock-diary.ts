import type { Past } from './forecast-past.js';
import type { Sales } from './forecast-prior.js';

/** What was seen of the stock of one item, by day. */
type Entry = {
  /** The number to compare the next one with, and where it came from. */
  quantity: number;
  source: string;
  at: number;
  /** Days since 1970 of the first element. */
  readonly firstDay: number;
  readonly sold: number[];
  /** The share of each day with stock. */
  readonly inStock: number[];
};

const DAY_MS = 86_400_000;
const KEPT_DAYS = 120;
/** Time between two readings in which nobody watched. */
const LONGEST_GAP_MS = 60 * 60_000;

/**
 * The units that each item sold by day, and the time in which it was in stock, as readings saw it. It
 * replaces order history where there is none, and knows when an item was out of stock, which order history
 * does not.
 */
export class StockDiary {
  private readonly entries = new Map<string, Entry>();

  /**
   * Notes a reading.
   *
   * @param at Unix time in ms.
   * @param source where the number came from. One of another source is a new baseline.
   * @param perDay the expected demand, to tell sales from corrections.
   * @returns the units sold since the last reading, less those of cancelled orders.
   */
  note(key: string, quantity: number, at: number, source: string, perDay = 0): number {
    const entry = this.entries.get(key);
    const day = Math.floor(at / DAY_MS);
    if (!entry) {
      const [sold, inStock] = [[0], [0]];
      this.entries.set(key, { quantity, source, at, firstDay: day, sold, inStock });
      return 0;
    }
    const elapsed = Math.max(0, at - entry.at);
    while (entry.firstDay + entry.sold.length <= day && elapsed < KEPT_DAYS * DAY_MS) {
      entry.sold.push(0);
      entry.inStock.push(0);
    }
    const today = day - entry.firstDay;
    if (entry.quantity > 0 && elapsed <= LONGEST_GAP_MS)
      entry.inStock[today] = Math.min(1, (entry.inStock[today] ?? 0) + elapsed / DAY_MS);
    const sold =
      entry.source === source ? soldBy(entry.quantity - quantity, entry.sold[today] ?? 0, perDay) : 0;
    entry.sold[today] = (entry.sold[today] ?? 0) + sold;
    Object.assign(entry, { quantity, source, at });
    return sold;
  }

  /** Returns what an item sold since it was first seen. */
  salesOf(key: string): Sales {
    const { sold, inStock } = this.entries.get(key) ?? { sold: [], inStock: [] };
    return { units: sumOf(sold), days: sumOf(inStock) };
  }

  /**
   * Returns the past of an item: order history where there is any, and what was seen; undefined if nothing is
   * known.
   *
   * @param history undefined if there is none.
   * @param at Unix time in ms.
   */
  pastOf(key: string, history: OrderHistory | undefined, at: number): Past | undefined {
    const entry = this.entries.get(key);
    if (!history && !entry) return undefined;
    const today = Math.floor(at / DAY_MS);
    const oldest = today - KEPT_DAYS;
    const first = Math.max(oldest, Math.min(history?.firstDay ?? entry?.firstDay ?? today, today));
    const days = today - first + 1;
    const sold = new Float64Array(days);
    const inStock = new Float64Array(days).fill(Number.NaN);
    for (const { day, units } of history?.sales ?? [])
      if (day >= first && day <= today) sold[day - first] = units;
    for (let seen = 0; entry && seen < entry.sold.length; seen += 1) {
      const day = entry.firstDay + seen - first;
      if (day < 0 || day >= days) continue;
      // Today's orders may be younger than the history.
      if (!history || day === days - 1) sold[day] = Math.max(sold[day] ?? 0, entry.sold[seen] ?? 0);
      if (seen > 0) inStock[day] = entry.inStock[seen] ?? Number.NaN; // the first day was not watched whole
    }
    return { sold, inStock, today: (at % DAY_MS) / DAY_MS };
  }
}

/** Units sold by day. Days before the first one are unknown; others without sales had none. */
export type OrderHistory = { readonly firstDay: number; readonly sales: Iterable<SoldOnDay> };

/** Units sold on a day, in days since 1970. */
export type SoldOnDay = { readonly day: number; readonly units: number };

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/** A fall of more units than this at once needs a demand that explains it. */
const MOST_AT_ONCE = 10;
/** A rise of more units is a restock. */
const MOST_CANCELLED = 2;

/**
 * Returns the units sold by a fall of the stock. A large fall that demand does not explain is a correction by
 * hand; a small rise after sales is a cancelled order, which takes them back.
 */
function soldBy(fall: number, soldToday: number, perDay: number): number {
  if (fall >= 0) return fall <= MOST_AT_ONCE + perDay ? fall : 0;
  return -fall <= Math.min(MOST_CANCELLED, soldToday) ? fall : 0;
}
