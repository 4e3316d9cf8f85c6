import { decodeDays, encodeDay, encodeDays } from './diary-days.js';
import type { Past } from './forecast-past.js';
import type { Sales } from './forecast-prior.js';

const DAY_MS = 86_400_000;
export const KEPT_DAYS = 120;
/** After a longer time between two readings nobody knows whether there was stock. */
const LONGEST_GAP_MS = DAY_MS;
/** A fall of more units than this at once needs a demand, or orders, that explain it. */
const MOST_AT_ONCE = 10;
/** A rise of more units is a restock. */
const MOST_CANCELLED = 2;

/** What WHMCS's order history says of an item. Days are counted since 1970. */
export type Orders = {
  readonly from: number;
  readonly to: number;
  /** Units by day; none on days that are missing. */
  readonly units: Iterable<readonly [day: number, units: number]>;
};

/** An entry as plain JSON. */
export type EntryCode = readonly [
  reading: readonly [quantity: number, source: string, at: number],
  days: readonly [first: number, text: string],
  sold: readonly [total: number, owed: number],
  orders?: readonly [to: number, units: number, counted: number, fallen: number],
];

/** What one item sold by day, and the share of each day in which it was in stock. */
export class DiaryEntry {
  /** Units sold, all in all. It never falls: cancelled units are taken off those sold next. */
  total = 0;
  private owed = 0;
  private firstDay: number;
  private sold = [0];
  /** NaN for days that were not watched whole, such as the first. */
  private inStock = [Number.NaN];
  /** The last day of the last order history, and the units on it. */
  private known: { readonly to: number; readonly units: number } | undefined;
  /** Since that history: units counted as sold, and units by which the stock fell. */
  private counted = 0;
  private fallen = 0;
  private text: string | undefined;

  /** @param at Unix time in ms of the first reading. */
  constructor(
    private quantity: number,
    private source: string,
    private at: number,
  ) {
    this.firstDay = Math.floor(at / DAY_MS);
  }

  /**
   * Notes a reading. The first of another source is a new baseline.
   *
   * @param perDay the expected demand, to tell sales from corrections.
   * @returns the units sold since the last reading, less those of cancelled orders.
   */
  note(quantity: number, at: number, source: string, perDay: number): number {
    this.watch(at, quantity);
    const fall = this.source === source ? this.quantity - quantity : 0;
    const days = Math.max(1, (at - this.at) / DAY_MS);
    const today = this.sold.length - 1;
    const sold = soldBy(fall, this.sold[today] ?? 0, perDay * days);
    this.sold[today] = (this.sold[today] ?? 0) + sold;
    this.counted += sold;
    this.fallen += Math.max(0, fall);
    this.count(sold);
    this.quantity = quantity;
    this.source = source;
    this.at = Math.max(at, this.at);
    return sold;
  }

  /** Makes the next reading a new baseline. */
  interrupt(): void {
    this.source = '';
  }

  /**
   * Learns an order history. Orders of days that the last history lacked are sales, unless there are many
   * more than the stock fell by, as after an import. Orders that are gone were cancelled.
   */
  learn(orders: Orders, perDay: number): void {
    const today = this.firstDay + this.sold.length - 1;
    const unknown = this.beginAt(Math.max(today - KEPT_DAYS, Math.min(orders.from, today)));
    const ordered = new Float64Array(this.sold.length);
    for (const [day, units] of orders.units) {
      const index = Math.min(day, today) - this.firstDay; // WHMCS's time zone may be ahead
      if (index >= 0) ordered[index] = (ordered[index] ?? 0) + units;
    }
    const to = Math.min(orders.to, today);
    const from = Math.max(orders.from - this.firstDay, 0);
    const isFirst = !this.known || this.known.to < orders.from;
    const newFrom = isFirst ? from : Math.max(0, (this.known?.to ?? 0) - this.firstDay);
    let cancelled = 0;
    for (let index = from; index < newFrom; index += 1) {
      if (index < unknown) this.sold[index] = ordered[index] ?? 0;
      const gone = Math.max(0, (this.sold[index] ?? 0) - (ordered[index] ?? 0));
      cancelled += gone;
      this.sold[index] = (this.sold[index] ?? 0) - gone;
    }
    let added = isFirst ? 0 : -(this.known?.units ?? 0);
    for (let index = newFrom; index < ordered.length; index += 1) {
      this.sold[index] = ordered[index] ?? 0;
      added += ordered[index] ?? 0;
    }
    if (!isFirst) {
      const most = this.fallen + MOST_AT_ONCE + perDay * (ordered.length - newFrom);
      const imported = Math.max(0, added - most);
      this.leaveOut(imported, newFrom);
      this.count(added - imported - this.counted - cancelled);
    }
    this.known = { to, units: sumFrom(ordered, Math.max(0, to - this.firstDay)) };
    this.counted = 0;
    this.fallen = 0;
    this.text = undefined;
  }

  /** Returns what it sold, and in how many days. */
  sales(): Sales {
    const days = this.inStock.reduce((sum, share) => sum + (Number.isNaN(share) ? 0 : share), 0);
    return { units: sumFrom(this.sold, 0), days: this.known ? this.sold.length - 1 : days };
  }

  past(at: number): Past {
    return { sold: this.sold, inStock: this.inStock, today: (at % DAY_MS) / DAY_MS };
  }

  toJSON(): EntryCode {
    const today = this.sold.length - 1;
    this.text ??= encodeDays(this.sold, this.inStock, today);
    const text = `${this.text}${encodeDay(this.sold[today] ?? 0, this.inStock[today] ?? Number.NaN)}`;
    const code = [
      [this.quantity, this.source, this.at],
      [this.firstDay, text],
      [this.total, this.owed],
    ] as const;
    return this.known ? [...code, [this.known.to, this.known.units, this.counted, this.fallen]] : code;
  }

  /** Returns the entry of a code. */
  static from([[quantity, source, at], [first, text], [total, owed], orders]: EntryCode): DiaryEntry {
    const entry = new DiaryEntry(quantity, source, at);
    const { sold, inStock } = decodeDays(text);
    Object.assign(entry, { firstDay: first, sold, inStock, total, owed });
    if (orders)
      Object.assign(entry, {
        known: { to: orders[0], units: orders[1] },
        counted: orders[2],
        fallen: orders[3],
      });
    return entry;
  }

  /** Notes the time since the last reading, for the stock that there was then. */
  private watch(at: number, now: number): void {
    const day = Math.floor(at / DAY_MS);
    if (at - this.at > KEPT_DAYS * DAY_MS) {
      Object.assign(this, { firstDay: day, sold: [0], inStock: [Number.NaN], known: undefined });
      this.text = undefined;
      return;
    }
    const isKnown = at - this.at <= LONGEST_GAP_MS;
    const isShort = at - this.at <= LONGEST_GAP_MS / 24;
    const shares = Number(this.quantity > 0) + Number((isShort ? this.quantity : now) > 0);
    for (let from = this.at; from < at; ) {
      const index = Math.floor(from / DAY_MS) - this.firstDay;
      const to = Math.min(at, (this.firstDay + index + 1) * DAY_MS);
      const more = isKnown ? ((to - from) / DAY_MS) * (shares / 2) : Number.NaN;
      if (index >= 0) this.inStock[index] = Math.min(1, (this.inStock[index] ?? 0) + more);
      from = to;
    }
    while (this.firstDay + this.sold.length <= day) {
      this.sold.push(0);
      this.text = undefined;
    }
    while (this.inStock.length < this.sold.length) this.inStock.push(0);
    while (this.sold.length > KEPT_DAYS + 1) {
      this.sold.shift();
      this.inStock.shift();
      this.firstDay += 1;
    }
  }

  /** Begins earlier, with a day. Returns how many days that adds, of which nothing is known yet. */
  private beginAt(day: number): number {
    const missing = Math.max(0, this.firstDay - day);
    if (missing === 0) return 0;
    this.sold = [...Array<number>(missing).fill(0), ...this.sold];
    this.inStock = [...Array<number>(missing).fill(Number.NaN), ...this.inStock];
    this.firstDay = day;
    return missing;
  }

  /** Leaves units out of the sales, where most are. */
  private leaveOut(units: number, from: number): void {
    for (let left = units; left > 0; ) {
      let most = from;
      for (let index = from; index < this.sold.length; index += 1)
        if ((this.sold[index] ?? 0) > (this.sold[most] ?? 0)) most = index;
      const part = Math.min(left, this.sold[most] ?? 0);
      if (part <= 0) return;
      this.sold[most] = (this.sold[most] ?? 0) - part;
      left -= part;
    }
  }

  private count(units: number): void {
    const net = units - this.owed;
    this.total += Math.max(0, net);
    this.owed = Math.max(0, -net);
  }
}

const sumFrom = (units: ArrayLike<number>, from: number): number => {
  let sum = 0;
  for (let index = from; index < units.length; index += 1) sum += units[index] ?? 0;
  return sum;
};

/**
 * Returns the units sold by a fall of the stock. A large fall that demand does not explain is a correction by
 * hand; a small rise after sales is a cancelled order, which takes them back.
 */
function soldBy(fall: number, soldToday: number, perDay: number): number {
  if (fall >= 0) return fall <= MOST_AT_ONCE + perDay ? fall : 0;
  return -fall <= Math.min(MOST_CANCELLED, soldToday) ? fall : 0;
}
