import type { Product, SourceName } from './catalogue.js';
import type { SiteFacts } from './facts.js';
import { mapInSteps, type Work } from './work.js';

/** What a product's stock has lost and gained since it was first observed, in units. */
export type ProductMovement = {
  /** The number to compare the next one with; undefined if the next one is a new baseline. */
  readonly quantity: number | undefined;
  /** The source of that number. A number of another source is a new baseline. */
  readonly source: SourceName | undefined;
  readonly removed: number;
  readonly added: number;
  /** Unix time in ms of the reading that last showed a change; undefined if none has been seen. */
  readonly changedAt?: number | undefined;
  /** Unix time in ms of the reading since which every reading has shown no units. */
  readonly soldOutSince?: number | undefined;
  /** Units sold, as far as known. The stock diary keeps the number over restarts. */
  readonly sold?: number | undefined;
};

/**
 * Movement by product id. Vanished products are kept while there are facts about them, so that a counter does
 * not decrease.
 */
export type Movement = ReadonlyMap<number, ProductMovement>;

export const NO_MOVEMENT: Movement = new Map();

/** Returns the movement without products that are not there and have no facts any more. */
export function* forgetMovement(
  movement: Movement,
  products: readonly Pick<Product, 'id'>[],
  facts: SiteFacts,
): Work<Movement> {
  if (movement.size <= products.length) return movement;
  const ids = new Set(yield* mapInSteps(products, ({ id }) => id));
  const left = new Map<number, ProductMovement>();
  for (const [id, moved] of movement) {
    yield;
    if (ids.has(id) || Object.hasOwn(facts.products, id)) left.set(id, moved);
  }
  return left;
}

/**
 * Adds the changes since the last reading.
 *
 * The first number of a product is a baseline and counts as no change. So does the first number of another
 * source, because sources may count differently. Unknown stock keeps the last number, so a sale during an
 * outage is counted afterwards. The first number after unlimited stock is a new baseline, because enabling
 * stock control is not a restock.
 *
 * @param soldTotal returns the units of a product that were sold.
 */
export function* advance(
  before: Movement,
  products: readonly Product[],
  soldTotal: (id: number) => number | undefined = () => undefined,
): Work<Movement> {
  const after = new Map(before);
  for (const { id, stock, stockSource: source, stockAt } of products) {
    yield;
    const known = before.get(id);
    if (stock.kind === 'unknown') continue;
    if (stock.kind === 'unlimited') {
      if (known) after.set(id, { ...known, quantity: undefined, soldOutSince: undefined });
      continue;
    }
    const sold = soldTotal(id);
    const isComparable = known?.quantity !== undefined && known.source === source;
    const change = isComparable ? stock.quantity - known.quantity : 0;
    const isKnownSoldOut = known?.soldOutSince !== undefined;
    if (isComparable && change === 0 && sold === known.sold && isKnownSoldOut === stock.quantity <= 0)
      continue; // a copy of each would be much garbage
    after.set(id, {
      quantity: stock.quantity,
      source,
      removed: (known?.removed ?? 0) + Math.max(0, -change),
      added: (known?.added ?? 0) + Math.max(0, change),
      changedAt: change === 0 ? known?.changedAt : stockAt,
      soldOutSince: stock.quantity > 0 ? undefined : (known?.soldOutSince ?? stockAt),
      sold,
    });
  }
  return after;
}
