/**
 * What an item sold by day, oldest first. The last day is today, which is not over. Order history does not
 * tell when there was stock; the exporter's own readings do.
 */
export type Past = {
  /** Units sold, less those of orders that were cancelled. */
  readonly sold: ArrayLike<number>;
  /** The share of the day in which there was stock, from 0 to 1; NaN if nobody watched. */
  readonly inStock: ArrayLike<number>;
  /** The share of today that is over. */
  readonly today: number;
};

/** Days in stock, by day: what sales are divided by. */
export type Exposure = Float64Array;

/**
 * The probability, before anything is known, that an item could not be bought for a while: out of stock,
 * hidden, not launched yet. It is small, so that only a silence counts that demand can't explain: 9 days of
 * an item that sells once a day.
 */
const PROBABILITY_OF_ABSENCE = 1e-4;

/**
 * Returns how much of each day an item was for sale. A silence, of days without sales, is judged by how likely
 * it is at the rate of the other days: the less likely, the less it counts as days without demand.
 */
export function exposureOf(past: Past): Exposure {
  const exposure = watchedShares(past);
  const seen = exposure.slice();
  const last = seen.length - 1;
  const first = firstSale(past.sold);
  if (first > last) return exposure;
  let units = 0;
  let open = 0;
  for (let day = first; day <= last; day += 1) {
    units += past.sold[day] ?? 0;
    open += seen[day] ?? 0;
  }
  // The first sale opened the time that is looked at, so it says nothing of the rate.
  const perDay = Math.max(0, units - 1) / Math.max(open, 1);
  let from = 0;
  let silence = 0;
  for (let day = 0; day <= last + 1; day += 1) {
    if (day <= last && (past.sold[day] ?? 0) <= 0) {
      silence += seen[day] ?? 0;
      continue;
    }
    const asDemand = (1 - PROBABILITY_OF_ABSENCE) * Math.exp(-perDay * silence);
    const present = asDemand / (asDemand + PROBABILITY_OF_ABSENCE);
    for (let silent = from; silent < day; silent += 1) exposure[silent] = (seen[silent] ?? 0) * present;
    from = day + 1;
    silence = 0;
  }
  return exposure;
}

function watchedShares({ sold, inStock, today }: Past): Float64Array {
  const last = sold.length - 1;
  const shares = new Float64Array(sold.length);
  for (let day = 0; day <= last; day += 1) {
    const share = inStock[day] ?? Number.NaN;
    shares[day] = Number.isNaN(share) ? (day === last ? today : 1) : share;
  }
  return shares;
}

function firstSale(sold: ArrayLike<number>): number {
  for (let day = 0; day < sold.length; day += 1) if ((sold[day] ?? 0) > 0) return day;
  return sold.length;
}
