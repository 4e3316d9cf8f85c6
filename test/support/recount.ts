import type { Stock } from '../../src/stock/stock.js';
import type {
  RandomChoice,
  RandomDraw,
  RandomOption,
  RandomPool,
  RandomProduct,
  RandomShop,
} from './random-shop.js';

/** A bound of stock: a number, `Infinity` for none, `NaN` for one that is not known, which any sum and minimum with it is too. */
export type Bound = number;

export const boundOf = (stock: Stock): Bound =>
  stock.kind === 'limited'
    ? stock.quantity
    : stock.kind === 'unlimited'
      ? Number.POSITIVE_INFINITY
      : Number.NaN;

/** Units of a product that its services hold. */
export const unitsOf = ({ services, known, isReadable }: RandomProduct): number =>
  known === 'nothing' || !isReadable ? Number.NaN : services.reduce((sum, { quantity }) => sum + quantity, 0);

/** Units of a choice that services hold. */
export const heldOf = (product: RandomProduct, choice: number): number =>
  product.services.reduce(
    (sum, { quantity, holds }) => sum + quantity * (holds.get(choice) ?? 0),
    0 * unitsOf(product),
  );

/** Units of services that hold all of some choices. */
export function heldTogether(product: RandomProduct, choices: readonly number[]): number {
  if (product.known !== 'sets') return Number.NaN;
  const holders = product.services.filter(({ holds }) => choices.every((id) => holds.has(id)));
  return holders.reduce((sum, { quantity }) => sum + quantity, 0 * unitsOf(product));
}

const isStrange = ({ products }: RandomShop, { product, units }: RandomDraw): boolean =>
  typeof units !== 'number' &&
  (units.has(0) || !products.some(({ id, isReadable }) => id === product && isReadable));

/** What is drawn from a pool in all. */
export function drawnFrom(shop: RandomShop, { draws }: RandomPool): number {
  let sum = 0;
  for (const draw of draws) {
    const product = shop.products.find(({ id }) => id === draw.product);
    if (!product || isStrange(shop, draw)) return Number.NaN;
    if (typeof draw.units === 'number') sum += draw.units * unitsOf(product);
    else
      for (const [choice, units] of draw.units) sum += units * heldOf(product, choice) + 0 * unitsOf(product);
  }
  return sum;
}

/** How many more of a product with some choices a pool is enough for. */
export function enoughFor(
  shop: RandomShop,
  pool: RandomPool,
  product: RandomProduct,
  choices: readonly number[],
  withProduct: boolean,
): Bound {
  const ours = pool.draws.filter((draw) => draw.product === product.id);
  if (ours.length === 0) return Number.POSITIVE_INFINITY;
  if (pool.draws.some((draw) => isStrange(shop, draw))) return Number.NaN;
  let needed = 0;
  for (const { units } of ours) {
    if (typeof units !== 'number') for (const id of choices) needed += units.get(id) ?? 0;
    else if (withProduct) needed += units;
  }
  if (needed === 0) return Number.POSITIVE_INFINITY;
  return Math.floor((pool.capacity - drawnFrom(shop, pool)) / needed);
}

export const capacityOf = ({ planned, capacity }: RandomChoice): number | undefined => planned ?? capacity;

/** What is left of one choice. */
export function choiceLeft(
  shop: RandomShop,
  product: RandomProduct,
  option: RandomOption,
  choice: RandomChoice,
): Bound {
  const isServer = option.kind !== 'quantity';
  return Math.min(
    (capacityOf(choice) ?? Number.POSITIVE_INFINITY) -
      (capacityOf(choice) === undefined ? 0 : heldOf(product, choice.id)),
    boundOf(choice.told),
    ...shop.pools.map((pool) => enoughFor(shop, pool, product, [choice.id], isServer)),
  );
}

/** What is left of some choices together. */
export function combinationLeft(
  shop: RandomShop,
  product: RandomProduct,
  picked: readonly (readonly [RandomOption, RandomChoice])[],
  capacity: number | undefined,
): Bound {
  const ids = picked.map(([, { id }]) => id);
  return Math.min(
    boundOf(product.stock),
    capacity === undefined ? Number.POSITIVE_INFINITY : capacity - heldTogether(product, ids),
    ...picked.map(([option, choice]) => choiceLeft(shop, product, option, choice)),
    ...shop.pools.map((pool) => enoughFor(shop, pool, product, ids, true)),
  );
}
