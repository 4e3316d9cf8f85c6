/**
 * What an item sold by day, oldest first. The last day is today, which is not over. Order history does not
 * tell when there was stock; the exporter's own readings do.
 */
export type Past = {
  /** Units sold, less those of orders that were cancelled. */
  readonly sold: ArrayLike<number>;
  /**
   * The share of the day in which there was stock, from 0 to 1; NaN if nobody watched. It may begin later
   * than the sales, on the first day that was watched.
   */
  readonly inStock: ArrayLike<number>;
  /** The share of today that is over. */
  readonly today: number;
};

/** Days in stock, by day: what sales are divided by. */
export type Exposure = Float64Array;

/**
 * The probability, before anything is known, that an item could not be bought for a while: out of stock,
 * hidden, not launched yet. It is small, so that only a silence counts that demand can't explain, such as a
 * week of an item that sells once a day.
 */
const PROBABILITY_OF_ABSENCE = 1e-3;

/**
 * Days without stock that count as days without demand. Items sell out when they are wanted most, so rates up
 * to that moment are too high.
 */
const DAYS_AFTER_SELL_OUT = 1;

/**
 * Returns how much of each day an item was for sale. A silence, of days without sales that nobody watched, is
 * judged by how likely it is at the rate of the other days: the less likely, the less it counts as days
 * without demand.
 */
export function exposureOf(past: Past): Exposure {
  const exposure = watchedShares(past);
  const { sold, inStock } = past;
  const days = exposure.length;
  const unwatched = days - inStock.length;
  const first = firstSale(sold);
  if (first === days) return exposure;
  let units = 0;
  let open = 0;
  for (let day = first; day < days; day += 1) {
    units += sold[day] ?? 0;
    open += exposure[day] ?? 0;
  }
  // The first sale opened the time that is looked at, so it says nothing of the rate.
  const perDay = Math.max(0, units - 1) / Math.max(open, 1);
  const isSilent = (day: number) =>
    (sold[day] ?? 0) <= 0 && (day < unwatched || Number.isNaN(inStock[day - unwatched]));
  for (let from = 0; from < days; from += 1) {
    let end = from;
    while (end < days && isSilent(end)) end += 1;
    if (end === from) continue;
    const asDemand = (1 - PROBABILITY_OF_ABSENCE) * Math.exp(-perDay * (end - from));
    const present = asDemand / (asDemand + PROBABILITY_OF_ABSENCE);
    for (; from < end; from += 1) exposure[from] = (exposure[from] ?? 0) * present;
  }
  return exposure;
}

/** Returns the share of each day with stock, as it was watched; all of a day that nobody watched. */
function watchedShares({ sold, inStock, today }: Past): Float64Array {
  const last = sold.length - 1;
  const unwatched = sold.length - inStock.length;
  const shares = new Float64Array(sold.length).fill(1);
  shares[last] = today;
  let counted = 0;
  for (let index = 0; index < inStock.length; index += 1) {
    const share = inStock[index] ?? Number.NaN;
    const day = unwatched + index;
    if (Number.isNaN(share)) continue;
    if (share > 0) counted = 0;
    const whole = day === last ? today : 1;
    const without = Math.min(Math.max(0, whole - share), DAYS_AFTER_SELL_OUT - counted);
    counted += without;
    shares[day] = share + without;
  }
  return shares;
}

function firstSale(sold: ArrayLike<number>): number {
  for (let day = 0; day < sold.length; day += 1) if ((sold[day] ?? 0) > 0) return day;
  return sold.length;
}
