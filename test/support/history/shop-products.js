// How products of made-up shops are written down. How one sells is said as in year-of-sales.js.

/** Units a day: the same on all days, or other ones at the weekend. */
export const always = (units) => Array(7).fill(units);
export const weekend = (weekday, atWeekend) => [...Array(5).fill(weekday), atWeekend, atWeekend];

/** A batch is ordered when no more than `at` are left, and comes some days later. */
export const reordered = (batch, at, from, to) => ({ batch, at, from, to });

export const levels = (warning, critical) => ({ levels: { warning, critical } });

/** @param ends how the time told of is to end, of the endings in fortnight.js */
export const limited = (id, product, group, habit, ends, more) => ({
  id,
  product,
  group,
  kind: 'limited',
  habit,
  ends,
  ...more,
});

/** Without a number: `unlimited`, or `unknown`. */
export const without = (kind, id, product, group) => ({ id, product, group, kind });
