import { limited, type Stock, UNKNOWN, UNLIMITED } from './stock.js';

/** A number that lies between two others, both included. They are equal if it is exact. */
export type Range = { readonly from: number; readonly to: number };

export const exactly = (number: number): Range => ({ from: number, to: number });

/** The units left without a limit. */
export const INFINITE: Range = exactly(Number.POSITIVE_INFINITY);

/** The units left if nothing is known. */
export const ANY: Range = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** The units in use if they were not counted. */
export const UNCOUNTED: Range = { from: 0, to: Number.POSITIVE_INFINITY };

export const isExact = ({ from, to }: Range): boolean => from === to;

/** Returns the range of the minimum of some numbers. */
export function least(ranges: readonly Range[]): Range {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const range of ranges) {
    from = Math.min(from, range.from);
    to = Math.min(to, range.to);
  }
  return { from, to };
}

/** Returns the range of a number minus another. */
export const less = (number: number, { from, to }: Range): Range => ({
  from: number - to,
  to: number - from,
});

/**
 * Returns the units left of a thing whose limits others share. It is oversold by at most its own units in
 * use.
 */
export const oversoldByUse = (left: Range, inUse: Range): Range => ({
  from: left.from === Number.NEGATIVE_INFINITY ? left.from : Math.max(left.from, 0 - inUse.to),
  to: Math.max(left.to, 0 - inUse.from),
});

export function rangeOf(stock: Stock): Range {
  if (stock.kind === 'unknown') return ANY;
  return stock.kind === 'unlimited' ? INFINITE : exactly(stock.quantity);
}

/**
 * Returns the stock for the units left. An inexact number never becomes a number in stock. It can only mean
 * sold out: either at most 0 can be left, or nothing is certain to be left after every unit in use without a
 * match is counted against each choice it may be of.
 */
export function stockOf(left: Range): Stock {
  const { from, to } = left;
  if (isExact(left)) return to === Number.POSITIVE_INFINITY ? UNLIMITED : limited(to);
  if (to <= 0) return limited(to);
  return from <= 0 && from !== Number.NEGATIVE_INFINITY ? limited(0) : UNKNOWN;
}

/** Returns whether some units are certain to be left, but their number is inexact. */
export const isWithheld = (left: Range): boolean => !isExact(left) && left.from > 0;
