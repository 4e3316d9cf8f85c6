/** How much of a thing is left: a number, no limit, or unknown. Never guessed from anything else. */
export type Stock =
  | { readonly kind: 'limited'; readonly quantity: number }
  | { readonly kind: 'unlimited' }
  | { readonly kind: 'unknown' };

export const UNLIMITED: Stock = { kind: 'unlimited' };
export const UNKNOWN: Stock = { kind: 'unknown' };

/** @param quantity units left for sale; negative when WHMCS has sold more than there was. */
export const limited = (quantity: number): Stock => ({ kind: 'limited', quantity });
