import type { Stock } from '../../src/stock/stock.js';
import type {
  RandomChoice,
  RandomDraw,
  RandomOption,
  RandomPool,
  RandomProduct,
  RandomService,
  RandomShop,
} from './random-shop.js';

/** The least and the most that a number can be. */
export type Span = readonly [least: number, most: number];

const INFINITE = Number.POSITIVE_INFINITY;
const UNCOUNTED: Span = [0, INFINITE];
const UNKNOWN: Span = [-INFINITE, INFINITE];
const UNLIMITED: Span = [INFINITE, INFINITE];

const add = (spans: readonly Span[]): Span =>
  spans.reduce<Span>(([least, most], span) => [least + span[0], most + span[1]], [0, 0]);
const times = (number: number, [least, most]: Span): Span =>
  number === 0 ? [0, 0] : [number * least, number * most];
const minimum = (spans: readonly Span[]): Span => [
  Math.min(...spans.map(([least]) => least)),
  Math.min(...spans.map(([, most]) => most)),
];

/**
 * What is shown of how much is left: a number, `Infinity` where there is no limit, `NaN` where nothing is
 * shown.
 */
export function shown([least, most]: Span): number {
  if (least === most || most <= 0) return most;
  return least <= 0 && least !== -INFINITE ? 0 : Number.NaN;
}

export const numberOf = (stock: Stock): number =>
  stock.kind === 'limited' ? stock.quantity : stock.kind === 'unlimited' ? INFINITE : Number.NaN;

const spanOf = (stock: Stock): Span =>
  stock.kind === 'limited'
    ? [stock.quantity, stock.quantity]
    : stock.kind === 'unlimited'
      ? UNLIMITED
      : UNKNOWN;

const isCounted = ({ known, isReadable }: RandomProduct): boolean => known !== 'nothing' && isReadable;

const unitsOf = (services: readonly RandomService[]): number =>
  services.reduce((sum, { quantity }) => sum + quantity, 0);

/** Units of services whose row says nothing that matches a choice of an option. */
const lostOf = ({ services }: RandomProduct, option: RandomOption): number =>
  unitsOf(services.filter(({ lost }) => lost.has(option.id)));

/** Units of a choice in use. */
export function inUseOf(product: RandomProduct, option: RandomOption, choice: number): Span {
  const lost = lostOf(product, option);
  if (!isCounted(product) || (option.kind === 'quantity' && lost > 0)) return UNCOUNTED;
  const seen = product.services.filter((service) => !service.lost.has(option.id));
  const units = seen.reduce((sum, { quantity, holds }) => sum + quantity * (holds.get(choice) ?? 0), 0);
  return [units, units + lost];
}

/** Units of services that hold all of some choices. */
export function togetherInUseOf(product: RandomProduct, picked: readonly Pick[]): Span {
  if (product.known !== 'sets' || !product.isReadable) return UNCOUNTED;
  const holders = product.services.filter(({ holds, lost }) =>
    picked.every(([option, { id }]) => holds.has(id) && !lost.has(option.id)),
  );
  const units = unitsOf(holders);
  return [units, units + picked.reduce((sum, [option]) => sum + lostOf(product, option), 0)];
}

type Pick = readonly [RandomOption, RandomChoice];

const isStrange = ({ products }: RandomShop, { product, units }: RandomDraw): boolean =>
  typeof units !== 'number' &&
  (units.has(0) || !products.some(({ id, isReadable }) => id === product && isReadable));

/** What is drawn from a pool in all. */
export function drawnFrom(shop: RandomShop, { draws }: RandomPool): Span {
  if (draws.some((draw) => isStrange(shop, draw))) return UNCOUNTED;
  return add(
    draws.map((draw) => {
      const product = shop.products.find(({ id }) => id === draw.product);
      if (!product || !isCounted(product)) return UNCOUNTED;
      const { units } = draw;
      if (typeof units === 'number')
        return times(units, [unitsOf(product.services), unitsOf(product.services)]);
      const option = product.options.find(({ id }) => id === draw.option);
      if (!option) return UNCOUNTED;
      const spans = [...units].map(([choice, each]) => times(each, inUseOf(product, option, choice)));
      const least = add(spans)[0];
      if (add(spans)[1] === INFINITE) return [least, INFINITE];
      return [least, least + Math.max(...units.values()) * lostOf(product, option)];
    }),
  );
}

/** How many more of a product with some choices a pool is enough for. */
function enoughFor(
  shop: RandomShop,
  pool: RandomPool,
  product: RandomProduct,
  choices: readonly number[],
  withProduct: boolean,
  inUse: Span,
): Span {
  const ours = pool.draws.filter((draw) => draw.product === product.id);
  if (ours.length === 0) return UNLIMITED;
  if (pool.draws.some((draw) => isStrange(shop, draw))) return UNKNOWN;
  let needed = 0;
  for (const { units } of ours) {
    if (typeof units !== 'number') for (const id of choices) needed += units.get(id) ?? 0;
    else if (withProduct) needed += units;
  }
  if (needed === 0) return UNLIMITED;
  const [drawnLeast, drawnMost] = drawnFrom(shop, pool);
  const most = Math.max(Math.floor((pool.capacity - drawnLeast) / needed), 0 - inUse[0]);
  if (drawnMost === INFINITE) return [-INFINITE, most];
  return [Math.max(Math.floor((pool.capacity - drawnMost) / needed), 0 - inUse[1]), most];
}

export const capacityOf = ({ planned, capacity }: RandomChoice): number | undefined => planned ?? capacity;

const capacityLeft = (capacity: number | undefined, [least, most]: Span): Span =>
  capacity === undefined ? UNLIMITED : [capacity - most, capacity - least];

/** What is left of one choice. */
export function choiceLeft(
  shop: RandomShop,
  product: RandomProduct,
  option: RandomOption,
  choice: RandomChoice,
): Span {
  const isServer = option.kind !== 'quantity';
  const inUse = inUseOf(product, option, choice.id);
  return minimum([
    capacityLeft(capacityOf(choice), inUse),
    spanOf(choice.namedStock),
    ...shop.pools.map((pool) => enoughFor(shop, pool, product, [choice.id], isServer, inUse)),
  ]);
}

/** What is left of some choices together. */
export function combinationLeft(
  shop: RandomShop,
  product: RandomProduct,
  picked: readonly Pick[],
  capacity: number | undefined,
): Span {
  const ids = picked.map(([, { id }]) => id);
  const inUse = togetherInUseOf(product, picked);
  const [least, most] = minimum([
    spanOf(product.stock),
    capacityLeft(capacity, inUse),
    ...picked.map(([option, choice]) => choiceLeft(shop, product, option, choice)),
    ...shop.pools.map((pool) => enoughFor(shop, pool, product, ids, true, inUse)),
  ]);
  // What nobody has bought together is not oversold together.
  return [least === -INFINITE ? least : Math.max(least, 0 - inUse[1]), Math.max(most, 0 - inUse[0])];
}

/** The same shop as one sees it who can read every row. */
export const readable = (shop: RandomShop): RandomShop => ({
  ...shop,
  products: shop.products.map((product) => ({
    ...product,
    known: 'sets',
    services: product.services.map((service) => ({ ...service, lost: new Set<number>() })),
  })),
});
