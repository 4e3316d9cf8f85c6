import type { Product } from './catalogue.js';
import type { BillingCycle, Price } from './price.js';

/** The months that one payment of a cycle is for, the shortest first. A single payment counts as a month. */
export const MONTHS_OF_CYCLE: Readonly<Record<BillingCycle, number>> = {
  monthly: 1,
  quarterly: 3,
  semiannually: 6,
  annually: 12,
  biennially: 24,
  triennially: 36,
  onetime: 1,
};

const CYCLES = Object.keys(MONTHS_OF_CYCLE);

/** Returns the currency that most products have a price in, so that their prices can be compared. */
export function mainCurrency(products: readonly Product[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { prices = [] } of products)
    for (const currency of new Set(prices.map((price) => price.currency)))
      counts.set(currency, (counts.get(currency) ?? 0) + 1);
  return [...counts].toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))[0]?.[0];
}

/** Returns the price per month in a currency, in the shortest cycle that is sold. */
export function monthlyPrice(prices: readonly Price[], currency: string | undefined): number | undefined {
  const [shortest] = prices
    .filter((price) => price.currency === currency)
    .toSorted((one, other) => CYCLES.indexOf(one.cycle) - CYCLES.indexOf(other.cycle));
  return shortest && shortest.amount / MONTHS_OF_CYCLE[shortest.cycle];
}
