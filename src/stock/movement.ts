import type { Product, SourceName } from './catalogue.js';

/** What a product's stock has lost and gained since the exporter started, in units. */
export type ProductMovement = {
  /** The number that the next one is compared with; undefined where the next one is a new baseline. */
  readonly quantity: number | undefined;
  /** The source of that number: one of another source is a new baseline. */
  readonly source: SourceName | undefined;
  readonly removed: number;
  readonly added: number;
};

/** Movement by product id. Kept for products that vanish, so that a counter never runs backwards. */
export type Movement = ReadonlyMap<number, ProductMovement>;

export const NO_MOVEMENT: Movement = new Map();

/**
 * Adds what changed since the last reading.
 *
 * A product's first number is its baseline and moves nothing, and so is the first number of another source: two sources may
 * count differently. Unknown stock keeps the last number, so that a sale during an outage is counted when the number comes
 * back. Unlimited stock moves nothing, and the first number after it is a new baseline: switching stock control on is no restock.
 */
export function advance(before: Movement, products: readonly Product[]): Movement {
  const after = new Map(before);
  for (const { id, stock, stockSource: source } of products) {
    const known = before.get(id);
    if (stock.kind === 'unknown') continue;
    if (stock.kind === 'unlimited') {
      if (known) after.set(id, { ...known, quantity: undefined });
      continue;
    }
    const isComparable = known?.quantity !== undefined && known.source === source;
    const change = isComparable ? stock.quantity - known.quantity : 0;
    after.set(id, {
      quantity: stock.quantity,
      source,
      removed: (known?.removed ?? 0) + Math.max(0, -change),
      added: (known?.added ?? 0) + Math.max(0, change),
    });
  }
  return after;
}
