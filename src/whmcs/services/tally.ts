import type { Product } from '../../stock/catalogue.js';
import { keyOfSet } from '../../stock/choice-sets.js';
import { type Usage, withoutNumbers } from '../../stock/options.js';
import type { DailySales } from '../../stock/sales-history.js';
import type { StockPattern } from '../../stock/stock-pattern.js';
import { createMatcher } from './match-choice.js';
import { createSalesTally } from './sales-tally.js';
import type { ChosenOption, Service } from './service.js';

/** Counts the units in use of one product. It keeps nothing of a service except its id. */
export type Tally = {
  /** Counts a service once; pages of a changing list may repeat it. */
  add(service: Service): void;
  /** Returns the number of different services. */
  readonly seen: () => number;
  readonly usage: () => Usage;
  /** Returns the units sold per day, also of services that are no longer in use. */
  readonly sales: () => readonly DailySales[];
};

/**
 * Creates the tally of a product.
 *
 * @param holding the statuses, in lower case, of services whose units are in use.
 */
export function createTally(
  product: Pick<Product, 'options'>,
  holding: ReadonlySet<string>,
  pattern: StockPattern | undefined,
): Tally {
  const options = product.options ?? [];
  const match = createMatcher(options, pattern);
  const sales = createSalesTally(match);
  const seen = new Set<number>();
  const choices = new Map(options.flatMap((option) => option.choices.map(({ id }) => [id, 0] as const)));
  const sets = new Map<string, number>();
  const unsure = new Map<number, number>();
  let units = 0;
  let unmatched = 0;
  const raise = <K>(counts: Map<K, number>, key: K, by: number) =>
    counts.set(key, (counts.get(key) ?? 0) + by);

  /** Counts an option. Returns the choice if it can be part of a set. */
  function hold(chosen: ChosenOption, quantity: number): readonly number[] {
    const held = match(chosen);
    if (held.kind === 'nothing') return [];
    if (held.kind === 'choice') {
      raise(choices, held.choice.id, held.times * quantity);
      return held.inSet ? [held.choice.id] : [];
    }
    for (const { id } of held.of) raise(unsure, id, quantity);
    if (product.options) unmatched += quantity; // nothing can match options that could not be read
    return [];
  }

  return {
    seen: () => seen.size,
    usage: () => withoutNumbers({ units, choices, sets, unsure, unmatched }, options),
    sales: sales.days,
    add(service) {
      const { id, status, quantity, chosen } = service;
      if (seen.has(id)) return;
      seen.add(id);
      sales.add(service);
      if (!holding.has(status)) return;
      units += quantity;
      const set = chosen.flatMap((option) => hold(option, quantity));
      if (set.length > 0) raise(sets, keyOfSet(set), quantity);
    },
  };
}
