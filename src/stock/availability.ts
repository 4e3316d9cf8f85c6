import type { Product } from './catalogue.js';
import { idsOf, type Picked } from './combinations.js';
import type { Tell } from './finder.js';
import { matchPlan } from './matching.js';
import { type Choice, countSets, type Option } from './options.js';
import { NO_PLAN, type PoolPlan, type ProductPlan, type SitePlans } from './plan.js';
import { type MatchedDraw, matchPool } from './pool-draws.js';
import { limited, type Stock, UNKNOWN, UNLIMITED } from './stock.js';
import { type Level, nearestThresholds, type Thresholds } from './thresholds.js';

/** How much is left of a choice or a combination, and what of it is used. */
export type Availability = {
  /** The least of all that limits it; unlimited where nothing does, unknown where one of its limits is. */
  readonly stock: Stock;
  readonly capacity: number | undefined;
  /** Units that services hold; undefined where that is unknown. */
  readonly inUse: number | undefined;
  readonly thresholds: readonly Level[];
};

export type ChoiceAvailability = Availability & {
  readonly product: Product;
  readonly option: Option;
  readonly choice: Choice;
};

export type CombinationAvailability = Availability & {
  readonly product: Product;
  /** Such as `Location=Tokyo, RAM=64 GB`. */
  readonly combination: string;
  readonly picked: readonly Picked[];
};

/** What is left of a resource that several products or choices draw from. */
export type PoolAvailability = {
  readonly name: string;
  readonly unit: string;
  readonly capacity: number;
  /** Undefined where the use of something that draws from it is unknown. */
  readonly inUse: number | undefined;
};

export type OptionAvailability = {
  readonly choices: readonly ChoiceAvailability[];
  readonly combinations: readonly CombinationAvailability[];
  readonly pools: readonly PoolAvailability[];
  /** Units that are held of options or choices which the products do not have; undefined where no use is known. */
  readonly unmatched: number | undefined;
  /** What in the configuration comes to nothing, in words for the operator. */
  readonly notes: readonly string[];
};

/**
 * Works out what is left of every choice and combination.
 *
 * A choice is bounded by its capacity less what is in use, by what its own name tells, and by the pools that it or its product draws
 * from. A combination is bounded by the product's stock, by its own capacity less its use, by each of its choices, and by each pool, out of which
 * it takes what the product and all of its choices take together.
 *
 * @param products every product of the site: pools are drawn from by those that are not exposed, too.
 * @param isExposed whether anything is to be said of a product.
 * @param thresholdsOf the product's own thresholds and those farther than it, farthest first.
 */
export function assessOptions(
  products: readonly Product[],
  plans: SitePlans,
  isExposed: (product: Product) => boolean,
  thresholdsOf: (product: Product) => readonly (Thresholds | undefined)[],
): OptionAvailability {
  const notes: string[] = [];
  const tell: Tell = (note) => notes.push(note);
  const byId = new Map(products.map((product) => [product.id, product]));
  const pools = plans.pools.map((plan) => assessPool(plan, byId, tell));
  const assessed = products.filter(isExposed).map((product) => {
    const drawn = pools.flatMap(({ draws, left }) =>
      draws.has(product.id) ? [{ draw: draws.get(product.id), left }] : [],
    );
    const plan = plans.products.get(product.id) ?? NO_PLAN;
    return assessProduct(product, plan, drawn, thresholdsOf(product), tell);
  });
  return {
    choices: assessed.flatMap(({ choices }) => choices),
    combinations: assessed.flatMap(({ combinations }) => combinations),
    pools: pools.map(({ availability }) => availability),
    unmatched: countUnmatched(products),
    notes,
  };
}

function countUnmatched(products: readonly Product[]): number | undefined {
  const known = products.flatMap(({ usage }) => (usage ? [usage.unmatched] : []));
  return known.length > 0 ? known.reduce((sum, units) => sum + units, 0) : undefined;
}

/** What a product takes out of one pool, and what is left of that; undefined is unknown. */
type Drawn = { readonly draw: MatchedDraw | undefined; readonly left: number | undefined };

function assessPool(
  plan: PoolPlan,
  products: ReadonlyMap<number, Product>,
  tell: Tell,
): {
  readonly availability: PoolAvailability;
  readonly draws: ReadonlyMap<number, MatchedDraw | undefined>;
  readonly left: number | undefined;
} {
  const { name, unit, capacity } = plan;
  const draws = matchPool(plan, products, tell);
  let inUse: number | undefined = draws && 0;
  for (const [id, draw] of draws ?? []) {
    const taken = takenBy(draw, products.get(id));
    inUse = inUse === undefined || taken === undefined ? undefined : inUse + taken;
  }
  const left = inUse === undefined ? undefined : capacity - inUse;
  return {
    availability: { name, unit, capacity, inUse },
    draws: draws ?? namedProducts(plan),
    left,
  };
}

/** Where a pool could not be matched, all that its products offer is bounded by what is not known. */
const namedProducts = ({ draws }: PoolPlan): ReadonlyMap<number, undefined> =>
  new Map(draws.map(({ product }) => [product, undefined]));

function takenBy({ units, choices }: MatchedDraw, product: Product | undefined): number | undefined {
  const usage = product?.usage;
  if (!usage) return undefined;
  let taken = units * usage.units;
  for (const [id, drawn] of choices) {
    const held = usage.choices.get(id);
    if (drawn > 0 && held === undefined) return undefined;
    taken += drawn * (held ?? 0);
  }
  return taken;
}

function assessProduct(
  product: Product,
  plan: ProductPlan,
  drawn: readonly Drawn[],
  farther: readonly (Thresholds | undefined)[],
  tell: Tell,
): Pick<OptionAvailability, 'choices' | 'combinations'> {
  const { usage } = product;
  const matched = matchPlan(product, plan, tell);
  if (usage && usage.unmatched > 0 && (drawn.length > 0 || plan !== NO_PLAN)) {
    tell(
      `product ${product.id} (${product.name}): services hold options or choices that it does not list; no capacity, combination or pool counts them`,
    );
  }
  const choices = new Map<number, ChoiceAvailability>();
  for (const option of product.options ?? []) {
    for (const choice of option.choices) {
      const own = matched.choices.get(choice.id);
      const capacity = own?.capacity ?? choice.capacity;
      const inUse = usage?.choices.get(choice.id);
      const withProduct = option.kind !== 'quantity'; // one more address is no further server
      const stock = least([
        leftOf(capacity, inUse),
        choice.told,
        ...drawn.map((pool) => leftOfPool(pool, [choice], withProduct)),
      ]);
      const thresholds = nearestThresholds([...farther, own?.thresholds]);
      choices.set(choice.id, { product, option, choice, stock, capacity, inUse, thresholds });
    }
  }
  const units = usage?.sets && countSets(usage.sets, matched.combinations.map(idsOf));
  return {
    choices: [...choices.values()].filter(isTold),
    combinations: matched.combinations.map(({ name, plan, picked }, index) => {
      const chosen = picked.map(({ choice }) => choice);
      const { capacity } = plan;
      const isCounted = chosen.every(({ id }) => usage?.choices.has(id));
      const inUse = isCounted ? units?.[index] : undefined;
      const stock = least([
        product.stock,
        leftOf(capacity, inUse),
        ...chosen.map(({ id }) => choices.get(id)?.stock ?? UNKNOWN),
        ...drawn.map((pool) => leftOfPool(pool, chosen, true)),
      ]);
      const thresholds = nearestThresholds([...farther, plan.thresholds]);
      return { product, combination: name, picked, stock, capacity, inUse, thresholds };
    }),
  };
}

/** Whether there is anything to say of it. */
const isTold = ({ stock, capacity, inUse }: Availability): boolean =>
  stock.kind !== 'unlimited' || capacity !== undefined || inUse !== undefined;

function leftOf(capacity: number | undefined, inUse: number | undefined): Stock {
  if (capacity === undefined) return UNLIMITED;
  return inUse === undefined ? UNKNOWN : limited(capacity - inUse);
}

/** How often what is left of a pool is enough for some choices, and where asked for, the product with them. */
function leftOfPool({ draw, left }: Drawn, chosen: readonly Choice[], withProduct: boolean): Stock {
  if (!draw) return UNKNOWN;
  const { units, choices } = draw;
  const needed = chosen.reduce((sum, { id }) => sum + (choices.get(id) ?? 0), withProduct ? units : 0);
  if (needed === 0) return UNLIMITED;
  return left === undefined ? UNKNOWN : limited(Math.floor(left / needed));
}

/** The least of some bounds; what one of them leaves unknown is unknown. */
function least(bounds: readonly Stock[]): Stock {
  let quantity = Number.POSITIVE_INFINITY;
  for (const bound of bounds) {
    if (bound.kind === 'unknown') return UNKNOWN;
    if (bound.kind === 'limited') quantity = Math.min(quantity, bound.quantity);
  }
  return quantity === Number.POSITIVE_INFINITY ? UNLIMITED : limited(quantity);
}
