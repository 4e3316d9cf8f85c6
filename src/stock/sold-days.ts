import { decodeDays, encodeDay, encodeDays } from './diary-days.js';

/** How many days before today are kept. */
export const KEPT_DAYS = 120;

/** The units that an item sold per day, and the share of each day that it was in stock. */
export class SoldDays {
  /** The code of the days before today; undefined until it is needed again. */
  private text: string | undefined;

  /**
   * @param first the first day, counted since 1970.
   * @param sold units by day; the last one is today.
   * @param inStock shares of the last days; earlier days have no readings. NaN for a day that readings don't
   *   cover completely, such as the first.
   */
  constructor(
    public first: number,
    public sold: Float32Array = new Float32Array(1),
    public readonly inStock: number[] = [Number.NaN],
  ) {}

  /** Creates the days from their text. */
  static from(first: number, text: string): SoldDays {
    const { sold, inStock } = decodeDays(text);
    const watched = inStock.findIndex((share) => !Number.isNaN(share)); // -1 keeps today
    return new SoldDays(first, Float32Array.from(sold), inStock.slice(watched));
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

  /** Adds to the share in stock of a day. @param share NaN if it is unknown. */
  watch(day: number, share: number): void {
    const index = day - this.today + this.inStock.length - 1;
    if (index >= 0) this.inStock[index] = Math.min(1, (this.inStock[index] ?? 0) + share);
  }

  /** Adds the days up to a day, which becomes today. The oldest days are dropped. */
  continueTo(day: number): void {
    if (day <= this.today) return;
    const first = Math.max(this.first, day - KEPT_DAYS);
    for (let missing = day - this.today; missing > 0; missing -= 1) this.inStock.push(0);
    this.inStock.splice(0, this.inStock.length - (day - first + 1));
    const sold = new Float32Array(day - first + 1);
    sold.set(this.sold.subarray(first - this.first));
    this.replace(first, sold);
  }

  /** Replaces the units of all days. */
  replace(first: number, sold: Float32Array): void {
    this.first = first;
    this.sold = sold;
    this.text = undefined;
  }
}
