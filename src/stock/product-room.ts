import type { Product } from './catalogue.js';
import type { ProductLimits } from './limits.js';
import type { Measurements } from './measure.js';
import { type Choice, isPicked, type Option, type Usage } from './options.js';
import { boundOfPool, type Drawn } from './pool-left.js';
import { exactly, UNCOUNTED } from './range.js';
import { type Bound, boundOfAny, ownBounds, type Room, roomOf } from './room.js';

/** Returns the bounds of a product as a whole. */
export const productBounds = (
  limits: Pick<ProductLimits, 'capacity' | 'left'>,
  usage: Usage | undefined,
  measurements: Measurements,
): readonly Bound[] =>
  ownBounds('the product', limits, usage ? exactly(usage.units) : UNCOUNTED, measurements);

/**
 * Returns how many more units of a product there is room for, whichever choices customers pick: a pool must
 * be enough for the choices that draw least, and each option for the sum of its choices.
 *
 * @param own its own bounds.
 * @param ofChoice returns the bounds of a choice, by its id.
 */
export function roomOfProduct(
  { options = [], usage }: Product,
  own: readonly Bound[],
  drawn: readonly Drawn[],
  ofChoice: (id: number) => readonly Bound[],
): Room | undefined {
  const inUse = usage ? exactly(usage.units) : UNCOUNTED;
  const picked = options
    .filter(isPicked)
    .map((option) => ({ option, choices: option.choices.filter(({ hidden }) => !hidden) }))
    .filter(({ choices }) => choices.length > 0);
  return roomOf([
    ...own,
    ...drawn.map((pool) => boundOfPool(pool, cheapest(pool, picked), true, inUse)),
    ...picked.flatMap(({ option, choices }) =>
      boundOfAny(
        `option ${option.name}`,
        choices.map(({ id }) => ofChoice(id)),
      ),
    ),
  ]);
}

/** Returns the choice of each option that draws least from a pool. */
const cheapest = (
  { draw }: Drawn,
  options: readonly { readonly option: Option; readonly choices: readonly Choice[] }[],
): readonly Choice[] => {
  const drawnBy = ({ id }: Choice) => draw?.choices.get(id) ?? 0;
  return options.flatMap(({ choices: [first, ...others] }) =>
    first ? others.reduce((least, choice) => (drawnBy(choice) < drawnBy(least) ? choice : least), first) : [],
  );
};
