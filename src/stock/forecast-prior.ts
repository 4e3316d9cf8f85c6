/** What is expected of an item before it has sold anything, by the other items of its group. */
export type Prior = {
  /** Units a day. */
  readonly perDay: number;
  /** How alike the items are: the prior counts as much as so many sales of the item itself. */
  readonly events: number;
};

/** What an item sold, and the days in which it was for sale. */
export type Sales = { readonly units: number; readonly days: number };

/** An item of a shop of which nothing is known sells once in three months. */
const UNKNOWN: Sales = { units: 1, days: 90 };
const EVENTS = { least: 3, most: 8 };

/**
 * Fits a gamma distribution to the rates of the items of a group, by its first two moments (empirical Bayes).
 * What chance alone makes of equal rates is taken off the second.
 */
export function fitPrior(items: readonly Sales[]): Prior {
  let { units, days } = UNKNOWN;
  for (const item of items) {
    units += Math.max(0, item.units);
    days += item.days;
  }
  const perDay = units / days;
  let squares = 0;
  for (const item of items) if (item.days > 0) squares += item.days * (item.units / item.days - perDay) ** 2;
  const between = (squares - items.length * perDay) / days;
  const events = between > 0 ? perDay ** 2 / between : EVENTS.most;
  return { perDay, events: Math.min(EVENTS.most, Math.max(EVENTS.least, events)) };
}
