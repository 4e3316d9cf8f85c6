import type { Past } from './forecast-past.js';
import type { Sales } from './forecast-prior.js';
import { KEPT_DAYS, SoldDays } from './sold-days.js';

const DAY_MS = 86_400_000;
/** After a longer gap between two readings it is unknown whether there was stock. */
const LONGEST_GAP_MS = DAY_MS;
/** A fall of more units at once counts as sales only if demand or orders explain it. */
const MOST_AT_ONCE = 10;
/** A rise of more units is a restock. */
const MOST_CANCELLED = 2;

/** The order history of an item. Days are counted since 1970. */
export type Orders = {
  readonly from: number;
  readonly to: number;
  /** The days on which it was ordered. */
  readonly days: readonly number[];
  /** The units of each of these days. */
  readonly units: readonly number[];
};

/** Units sold, and the first day whose sales are known completely. */
export type SoldUnits = { readonly units: number | undefined; readonly wholeFrom: number };

/** An entry as plain JSON. */
export type EntryCode = readonly [
  reading: readonly [quantity: number, source: string, at: number],
  days: readonly [first: number, text: string],
  sold: readonly [total: number, owed: number],
  orders?: readonly [to: number, units: number, counted: number, fallen: number],
];

/** The units that one item sold per day, and the share of each day that it was in stock. */
export class DiaryEntry {
  /** Units sold in total. It never falls: cancelled units are subtracted from the next sales. */
  total = 0;
  private owed = 0;
  private days: SoldDays;
  /** The last day of the last order history, and the units on it. */
  private known: { readonly to: number; readonly units: number } | undefined;
  /** Since that history: units counted as sold, and units by which the stock fell. */
  private counted = 0;
  private fallen = 0;

  /** @param at Unix time in ms of the first reading. */
  constructor(
    private quantity: number,
    private source: string,
    private at: number,
  ) {
    this.days = new SoldDays(Math.floor(at / DAY_MS));
  }

  /** Unix time in ms of the last reading that was recorded. */
  get notedAt(): number {
    return this.at;
  }

  /**
   * Records a reading. The first reading of another source is a new baseline.
   *
   * @param perDay the expected demand, to tell sales from corrections.
   * @returns the units sold since the last reading, less those of cancelled orders.
   */
  note(quantity: number, at: number, source: string, perDay: number): number {
    this.watch(at, quantity);
    const fall = this.source === source ? this.quantity - quantity : 0;
    const passed = Math.max(1, (at - this.at) / DAY_MS);
    const sold = soldBy(fall, this.days.sold.at(-1) ?? 0, perDay * passed);
    this.days.add(sold);
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
   * Records an order history. Orders on days that the last history lacked are sales. Units far beyond the
   * fall of the stock are left out, because they were imported. Orders that disappeared were cancelled.
   */
  learn(orders: Orders, perDay: number): void {
    const { today, first: before, sold: noted } = this.days;
    const first = Math.min(before, Math.max(today - KEPT_DAYS, orders.from));
    const sold = unitsByDay(orders, first, today);
    const from = orders.from - first;
    const last = this.known && this.known.to >= orders.from ? this.known : undefined;
    const newFrom = last ? Math.max(0, last.to - first) : from;
    const to = Math.min(orders.to, today);
    const known = { to, units: sumFrom(sold, Math.max(0, to - first)) };
    let cancelled = 0;
    for (let index = before - first; index < newFrom; index += 1) {
      const units = noted[index - (before - first)] ?? 0;
      const gone = index < from ? 0 : Math.max(0, units - (sold[index] ?? 0));
      cancelled += gone;
      sold[index] = units - gone;
    }
    if (last) {
      const added = sumFrom(sold, newFrom) - last.units;
      const most = Math.ceil(this.fallen + MOST_AT_ONCE + perDay * (sold.length - newFrom));
      const imported = Math.max(0, added - most);
      leaveOut(sold, imported, newFrom);
      this.count(added - imported - this.counted - cancelled);
    }
    this.days.replace(first, sold);
    this.known = known;
    this.counted = 0;
    this.fallen = 0;
  }

  /** Returns the units sold, and in how many days. */
  sales(): Sales {
    const { sold, inStock } = this.days;
    const units = sumFrom(sold, 0);
    if (this.known) return { units, days: sold.length - 1 };
    return { units, days: inStock.reduce((sum, share) => sum + (Number.isNaN(share) ? 0 : share), 0) };
  }

  /**
   * Returns the units sold from one day to another, inclusive, as days since 1970. The units are undefined if
   * the last day is unknown, and incomplete if the first day is before `wholeFrom`.
   */
  soldOn(from: number, to: number): SoldUnits {
    const { first, sold, today } = this.days;
    const wholeFrom = this.known || sold.length > KEPT_DAYS ? first : first + 1;
    if (to < first || to > today) return { units: undefined, wholeFrom };
    return { units: sumFrom(sold.subarray(0, to - first + 1), Math.max(0, from - first)), wholeFrom };
  }

  past(at: number): Past {
    const { sold, inStock } = this.days;
    return { sold, inStock, today: (at % DAY_MS) / DAY_MS };
  }

  toJSON(): EntryCode {
    const code = [
      [this.quantity, this.source, this.at],
      [this.days.first, this.days.toText()],
      [this.total, this.owed],
    ] as const;
    return this.known ? [...code, [this.known.to, this.known.units, this.counted, this.fallen]] : code;
  }

  /** Creates an entry from its code. */
  static from([[quantity, source, at], [first, text], [total, owed], orders]: EntryCode): DiaryEntry {
    const entry = new DiaryEntry(quantity, source, at);
    entry.days = SoldDays.from(first, text);
    Object.assign(entry, { total, owed });
    if (orders)
      Object.assign(entry, {
        known: { to: orders[0], units: orders[1] },
        counted: orders[2],
        fallen: orders[3],
      });
    return entry;
  }

  /** Adds the time since the last reading to the shares in stock. */
  private watch(at: number, now: number): void {
    const day = Math.floor(at / DAY_MS);
    if (at - this.at > KEPT_DAYS * DAY_MS) {
      this.days = new SoldDays(day);
      this.known = undefined;
      return;
    }
    this.days.continueTo(day);
    const isKnown = at - this.at <= LONGEST_GAP_MS;
    const isShort = at - this.at <= LONGEST_GAP_MS / 24;
    const shares = Number(this.quantity > 0) + Number((isShort ? this.quantity : now) > 0);
    for (let from = this.at; from < at; ) {
      const past = Math.floor(from / DAY_MS);
      const to = Math.min(at, (past + 1) * DAY_MS);
      this.days.watch(past, isKnown ? ((to - from) / DAY_MS) * (shares / 2) : Number.NaN);
      from = to;
    }
  }

  private count(units: number): void {
    const net = units - this.owed;
    this.total += Math.max(0, net);
    this.owed = Math.max(0, -net);
  }
}

/** Returns the units ordered per day, from the first day to today. */
function unitsByDay({ days, units }: Orders, first: number, today: number): Float32Array {
  const ordered = new Float32Array(today - first + 1);
  for (const [at, day] of days.entries()) {
    const index = Math.min(day, today) - first; // WHMCS's time zone may be ahead
    if (index >= 0) ordered[index] = (ordered[index] ?? 0) + (units[at] ?? 0);
  }
  return ordered;
}

/** Removes units from the days with the most sales. */
function leaveOut(sold: Float32Array, units: number, from: number): void {
  const days = [...sold.keys()].slice(from).sort((one, other) => (sold[other] ?? 0) - (sold[one] ?? 0));
  let left = units;
  for (const day of days) {
    const part = Math.min(left, sold[day] ?? 0);
    sold[day] = (sold[day] ?? 0) - part;
    left -= part;
  }
}

const sumFrom = (units: ArrayLike<number>, from: number): number => {
  let sum = 0;
  for (let index = from; index < units.length; index += 1) sum += units[index] ?? 0;
  return sum;
};

/**
 * Returns the units sold by a fall of the stock. A large fall that demand does not explain is a manual
 * correction. A small rise after sales is a cancelled order, so its units are negative.
 */
function soldBy(fall: number, soldToday: number, perDay: number): number {
  if (fall >= 0) return fall <= MOST_AT_ONCE + perDay ? fall : 0;
  return -fall <= Math.min(MOST_CANCELLED, soldToday) ? fall : 0;
}
