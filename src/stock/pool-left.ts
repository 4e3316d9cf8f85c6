import type { Product } from './catalogue.js';
import type { AddNote } from './finder.js';
import { shownInUse } from './in-use.js';
import type { Pool } from './limits.js';
import { type Measurements, numberOf } from './measure.js';
import type { Choice } from './options.js';
import { type MatchedDraw, matchPool } from './pool-draws.js';
import { ANY, INFINITE, least, oversoldByUse, type Range, stockOf, UNCOUNTED } from './range.js';
import { type RoomLimit, roomLimitsOf } from './room.js';
import type { Stock } from './stock.js';

/** The remaining units of a pool. */
export type PoolAvailability = {
  readonly name: string;
  readonly unit: string;
  /** Undefined if it is unknown, or if only the units left are measured. */
  readonly capacity: number | undefined;
  /** The least number in use; undefined if the use of a product or choice is unknown. */
  readonly inUse: number | undefined;
  /** The units left. */
  readonly stock: Stock;
};

/** The draw of a product on a pool (undefined if unknown), and the units left in the pool. */
export type Drawn = RoomLimit & { readonly draw: MatchedDraw | undefined };

export type AssessedPool = {
  readonly availability: PoolAvailability;
  /** The draws of the pool, by product id. */
  readonly drawn: ReadonlyMap<number, Drawn>;
};

/** Computes what is left of a pool. @param products by id. */
export function assessPool(
  pool: Pool,
  products: ReadonlyMap<number, Product>,
  addNote: AddNote,
  measurements: Measurements,
): AssessedPool {
  const { name, unit, capacity } = pool;
  const draws = matchPool(pool, products, addNote);
  const inUse = draws ? sum([...draws].map(([id, draw]) => takenBy(draw, products.get(id)))) : UNCOUNTED;
  const title = `pool ${name}`;
  const limits = roomLimitsOf(title, pool, inUse, measurements);
  const limit = {
    name: title,
    left: least(limits.map((each) => each.left)),
    isMeasured: limits.some((each) => each.isMeasured),
    isMissing: limits.some((each) => each.isMissing),
  };
  const drawing = draws ? [...draws.keys()] : pool.draws.map(({ product }) => product);
  return {
    availability: {
      name,
      unit,
      capacity: capacity === undefined ? undefined : numberOf(capacity, measurements),
      inUse: shownInUse(inUse),
      stock: stockOf(limit.left),
    },
    drawn: new Map(drawing.map((id) => [id, { ...limit, draw: draws?.get(id) }])),
  };
}

/**
 * Returns what a product takes. Units that match no choice may take as much as the largest draw of their
 * option.
 */
function takenBy({ units, choices }: MatchedDraw, product: Product | undefined): Range {
  const usage = product?.usage;
  if (!usage) return UNCOUNTED;
  let from = units * usage.units;
  let isCounted = true;
  for (const [id, drawn] of choices) {
    const inUse = usage.choices.get(id);
    if (drawn > 0 && inUse === undefined) isCounted = false;
    from += drawn * (inUse ?? 0);
  }
  if (!isCounted) return { from, to: Number.POSITIVE_INFINITY };
  let to = from;
  for (const option of usage.unsure.size > 0 ? (product.options ?? []) : []) {
    const most = Math.max(0, ...option.choices.map(({ id }) => choices.get(id) ?? 0));
    to += most * (usage.unsure.get(option.id) ?? 0);
  }
  return { from, to };
}

const sum = (ranges: readonly Range[]): Range =>
  ranges.reduce((total, { from, to }) => ({ from: total.from + from, to: total.to + to }), {
    from: 0,
    to: 0,
  });

/**
 * Returns how many units of some choices, and optionally of the product with them, a pool has left. If the
 * pool is overdrawn, they are oversold by at most their units in use.
 */
export function limitOfPool(
  { draw, ...limit }: Drawn,
  chosen: readonly Choice[],
  withProduct: boolean,
  inUse: Range,
): RoomLimit {
  if (!draw) return { ...limit, left: ANY };
  const ofProduct = withProduct ? draw.units : 0;
  const needed = chosen.reduce((sum, { id }) => sum + (draw.choices.get(id) ?? 0), ofProduct);
  if (needed === 0) return { ...limit, left: INFINITE };
  const { from, to } = limit.left;
  const units = { from: Math.floor(from / needed), to: Math.floor(to / needed) };
  return { ...limit, left: oversoldByUse(units, inUse) };
}
