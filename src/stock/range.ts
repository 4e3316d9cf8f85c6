import { limited, type Stock, UNKNOWN, UNLIMITED } from './stock.js';

/** A number that is only known to lie between two others, both included. They are the same where it is exact. */
export type Range = { readonly from: number; readonly to: number };

export const exactly = (number: number): Range => ({ from: number, to: number });

/** How much is left where nothing limits it. */
export const NO_LIMIT: Range = exactly(Number.POSITIVE_INFINITY);

/** How much is left where nothing is known. */
export const ANY: Range = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** How much is in use where it was not counted. */
export const UNCOUNTED: Range = { from: 0, to: Number.POSITIVE_INFINITY };

export const isExact = ({ from, to }: Range): boolean => from === to;

/** Returns the range of the least of some numbers. */
export function least(ranges: readonly Range[]): Range {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const range of ranges) {
    from = Math.min(from, range.from);
    to = Math.min(to, range.to);
  }
  return { from, to };
}

/** Returns the range of a number less another. */
export const less = (number: number, { from, to }: Range): Range => ({
  from: number - to,
  to: number - from,
});

export function rangeOf(stock: Stock): Range {
  if (stock.kind === 'unknown') return ANY;
  return stock.kind === 'unlimited' ? NO_LIMIT : exactly(stock.quantity);
}

/**
 * Returns what may be said of how much is left. A number that is not exact never says how much is left, only that
 * nothing is: because no more than 0 can be left, or because nothing is sure to be left once every unit in use that
 * matches no choice is counted against each choice it may be of.
 */
export function stockOf(left: Range): Stock {
  const { from, to } = left;
  if (isExact(left)) return to === Number.POSITIVE_INFINITY ? UNLIMITED : limited(to);
  if (to <= 0) return limited(to);
  return from <= 0 && from !== Number.NEGATIVE_INFINITY ? limited(0) : UNKNOWN;
}

/** Whether a number is known to be left, but not how many: only how many at most may be promised. */
export const isWithheld = (left: Range): boolean => !isExact(left) && left.from > 0;
