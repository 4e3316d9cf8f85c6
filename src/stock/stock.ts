/** The units left: a number, no limit, or unknown. It is never guessed. */
export type Stock =
  | { readonly kind: 'limited'; readonly quantity: number }
  | { readonly kind: 'unlimited' }
  | { readonly kind: 'unknown' };

/**
 * What makes the answer of a source leave the stock unknown: it has no number, or one that may mean nothing
 * because stock control may be off.
 */
export type Doubt = 'no_number' | 'bare_number';

export const UNLIMITED: Stock = { kind: 'unlimited' };
export const UNKNOWN: Stock = { kind: 'unknown' };

/**
 * Creates a stock of a number of units. @param quantity negative if WHMCS has sold more units than it had.
 */
export const limited = (quantity: number): Stock => ({ kind: 'limited', quantity });
