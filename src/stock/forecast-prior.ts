/** What is expected of an item before it has sold anything: the units a day of the items of its group. */
export type Prior = { readonly perDay: number };

/** What an item sold, and the days in which it was for sale. */
export type Sales = { readonly units: number; readonly days: number };

/** What is expected of a group of which nothing is known; so little that a day of sales outweighs it. */
const UNKNOWN: Sales = { units: 0.05, days: 1 };

/** Returns what is expected of an item by what the items of its group sold. */
export function priorOf(items: Iterable<Sales>): Prior {
  let { units, days } = UNKNOWN;
  for (const item of items) {
    units += Math.max(0, item.units);
    days += item.days;
  }
  return { perDay: units / days };
}
