import { decodeDays, encodeDay, encodeDays } from './diary-days.js';

/** Days of the past that are kept, besides today. */
export const KEPT_DAYS = 120;

/** The units that an item sold by day, and the share of each day in which it was in stock. */
export class SoldDays {
  /** The days before today as text, while they don't change. */
  private text: string | undefined;

  /**
   * @param first the first day, counted since 1970.
   * @param sold units by day; the last one is today.
   * @param inStock shares of the last days, because nobody watched those before; NaN for days that were not
   *   watched whole, such as the first.
   */
  constructor(
    public first: number,
    public sold: Float32Array = new Float32Array(1),
    public inStock: Float32Array = Float32Array.of(Number.NaN),
  ) {}

  /** Returns the days of a text. */
  static from(first: number, text: string): SoldDays {
    const { sold, inStock } = decodeDays(text);
    return new SoldDays(first, Float32Array.from(sold), Float32Array.from(inStock));
  }

  /** Returns the days as text. */
  toText(): string {
    const { sold, inStock } = this;
    const today = sold.length - 1;
    this.text ??= encodeDays(sold, inStock, today);
    return `${this.text}${encodeDay(sold[today] ?? 0, inStock.at(-1) ?? Number.NaN)}`;
  }

  get today(): number {
    return this.first + this.sold.length - 1;
  }

  /** Adds to the units of today. */
  add(units: number): void {
    const today = this.sold.length - 1;
    this.sold[today] = (this.sold[today] ?? 0) + units;
  }

  /** Adds to the share of a day with stock; NaN if nobody watched. */
  watch(day: number, share: number): void {
    const index = day - this.today + this.inStock.length - 1;
    if (index >= 0) this.inStock[index] = Math.min(1, (this.inStock[index] ?? 0) + share);
  }

  /** Continues until a day, which becomes today. The oldest days are dropped. */
  continueTo(day: number): void {
    const more = day - this.today;
    if (more <= 0) return;
    this.sold = append(this.sold, more);
    this.inStock = append(this.inStock, more);
    this.first = day - this.sold.length + 1;
    this.text = undefined;
  }

  /** Begins earlier, with a day. Returns how many days that adds, of which nothing is known yet. */
  beginAt(day: number): number {
    const missing = Math.max(0, this.first - day);
    if (missing === 0) return 0;
    const sold = new Float32Array(missing + this.sold.length);
    sold.set(this.sold, missing);
    this.sold = sold;
    this.first = day;
    this.text = undefined;
    return missing;
  }

  /** Notes that days before today were changed. */
  changed(): void {
    this.text = undefined;
  }
}

/** Returns days with some more, of which nothing is known. */
function append(values: Float32Array, more: number): Float32Array {
  const length = values.length + more;
  const dropped = Math.max(0, length - KEPT_DAYS - 1);
  const longer = new Float32Array(length - dropped);
  longer.set(values.subarray(dropped));
  return longer;
}
