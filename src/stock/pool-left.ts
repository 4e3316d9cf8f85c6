import type { Product } from './catalogue.js';
import type { Tell } from './finder.js';
import { shownInUse } from './in-use.js';
import type { Pool } from './limits.js';
import type { Choice } from './options.js';
import { type MatchedDraw, matchPool } from './pool-draws.js';
import { ANY, less, NO_LIMIT, type Range, UNCOUNTED } from './range.js';

/** What is left of a resource that several products or choices draw from. */
export type PoolAvailability = {
  readonly name: string;
  readonly unit: string;
  readonly capacity: number;
  /** At least so much is in use; undefined where the use of something that draws from it is unknown. */
  readonly inUse: number | undefined;
};

/** What a product takes out of one pool, which is undefined where it is unknown, and what is left of the pool. */
export type Drawn = { readonly draw: MatchedDraw | undefined; readonly left: Range };

export type AssessedPool = {
  readonly availability: PoolAvailability;
  /** What the pool is drawn from by, by the product's id. */
  readonly drawn: ReadonlyMap<number, Drawn>;
};

/** @param products by id. */
export function assessPool(pool: Pool, products: ReadonlyMap<number, Product>, tell: Tell): AssessedPool {
  const { name, unit, capacity } = pool;
  const draws = matchPool(pool, products, tell);
  const inUse = draws ? sum([...draws].map(([id, draw]) => takenBy(draw, products.get(id)))) : UNCOUNTED;
  const left = less(capacity, inUse);
  const drawing = draws ? [...draws.keys()] : pool.draws.map(({ product }) => product);
  return {
    availability: { name, unit, capacity, inUse: shownInUse(inUse) },
    drawn: new Map(drawing.map((id) => [id, { draw: draws?.get(id), left }])),
  };
}

/** Units that match no choice may take as much as the choice of their option that takes most. */
function takenBy({ units, choices }: MatchedDraw, product: Product | undefined): Range {
  const usage = product?.usage;
  if (!usage) return UNCOUNTED;
  let from = units * usage.units;
  let isCounted = true;
  for (const [id, drawn] of choices) {
    const held = usage.choices.get(id);
    if (drawn > 0 && held === undefined) isCounted = false;
    from += drawn * (held ?? 0);
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
 * Returns how often what is left of a pool is enough for some choices, and where asked for, the product with them. A
 * pool that is overdrawn makes them oversold by no more than what is in use of them.
 */
export function leftOfPool(
  { draw, left }: Drawn,
  chosen: readonly Choice[],
  withProduct: boolean,
  inUse: Range,
): Range {
  if (!draw) return ANY;
  const { units, choices } = draw;
  const needed = chosen.reduce((sum, { id }) => sum + (choices.get(id) ?? 0), withProduct ? units : 0);
  if (needed === 0) return NO_LIMIT;
  const from = Math.floor(left.from / needed);
  return {
    from: from === Number.NEGATIVE_INFINITY ? from : Math.max(from, 0 - inUse.to),
    to: Math.max(Math.floor(left.to / needed), 0 - inUse.from),
  };
}
