import type { Product } from './catalogue.js';
import type { ProductLimits } from './limits.js';
import type { Measurements } from './measure.js';
import { type Choice, isPicked, type Option, type Usage } from './options.js';
import { type Drawn, limitOfPool } from './pool-left.js';
import { exactly, UNCOUNTED } from './range.js';
import { limitOfOption, type Room, type RoomLimit, roomLimitsOf, roomOf } from './room.js';

/** Returns what the limits set on a product leave room for. */
export const roomLimitsOfProduct = (
  limits: Pick<ProductLimits, 'capacity' | 'left'>,
  usage: Usage | undefined,
  measurements: Measurements,
): readonly RoomLimit[] =>
  roomLimitsOf('the product', limits, usage ? exactly(usage.units) : UNCOUNTED, measurements);

/**
 * Returns how many more units of a product there is room for. Customers may pick any choices, so a pool
 * counts with the choices that draw least, and an option with the sum of its choices.
 *
 * @param own the limits set on the product.
 * @param ofChoice returns the limits of a choice, by its id.
 */
export function roomOfProduct(
  { options = [], usage }: Product,
  own: readonly RoomLimit[],
  drawn: readonly Drawn[],
  ofChoice: (id: number) => readonly RoomLimit[],
): Room | undefined {
  const inUse = usage ? exactly(usage.units) : UNCOUNTED;
  const picked = options
    .filter(isPicked)
    .map((option) => ({ option, choices: option.choices.filter(({ hidden }) => !hidden) }));
  return roomOf([
    ...own,
    ...drawn.map((pool) => limitOfPool(pool, cheapest(pool, picked), true, inUse)),
    ...picked.flatMap(({ option, choices }) =>
      limitOfOption(
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
