/** The expected demand for an item that has not sold yet: the units per day of its group. */
export type Prior = { readonly perDay: number };

/** The units sold of an item, and the days on which it was for sale. */
export type Sales = { readonly units: number; readonly days: number };

/** The expected sales of an unknown group. They are so few that a day of sales outweighs them. */
const UNKNOWN: Sales = { units: 0.05, days: 1 };

/** Returns the expected demand for an item from the sales of its group. */
export function priorOf(items: Iterable<Sales>): Prior {
  let { units, days } = UNKNOWN;
  for (const item of items) {
    units += Math.max(0, item.units);
    days += item.days;
  }
  return { perDay: units / days };
}
