/**
 * What an item sold by day, oldest first. The last day is today, which is not over. Order history does not
 * tell when there was stock; the exporter's own readings do.
 */
export type Past = {
  /** Units sold, less those of orders that were cancelled. */
  readonly sold: ArrayLike<number>;
  /**
   * The share of each day with stock, from 0 to 1; NaN for a day without readings. It may begin later than
   * the sales, on the first day with readings.
   */
  readonly inStock: ArrayLike<number>;
  /** The share of today that is over. */
  readonly today: number;
};

/**
 * Days without stock that count as days without demand. Items sell out when they are wanted most, so rates up
 * to that moment are too high.
 */
const DAYS_AFTER_SELL_OUT = 1;

/**
 * Returns the share of each day that an item was for sale, from the first day with readings. A later day
 * without readings counts whole.
 */
export function watchedShares({ sold, inStock, today }: Past): readonly number[] {
  const unwatched = sold.length - inStock.length;
  const shares: number[] = [];
  let counted = 0;
  for (let index = 0; index < inStock.length; index += 1) {
    const share = inStock[index] ?? Number.NaN;
    const whole = unwatched + index + 1 === sold.length ? today : 1;
    if (Number.isNaN(share)) {
      shares.push(whole);
      counted = 0;
      continue;
    }
    if (share > 0) counted = 0;
    const without = Math.min(Math.max(0, whole - share), DAYS_AFTER_SELL_OUT - counted);
    counted += without;
    shares.push(share + without);
  }
  return shares;
}
