import type { Product } from './catalogue.js';
import { idsOf, type Picked } from './combinations.js';
import type { Tell } from './finder.js';
import { choiceInUse, shownInUse, togetherInUse } from './in-use.js';
import { NO_LIMITS, type ProductLimits, type SiteLimits } from './limits.js';
import { matchLimits } from './matching.js';
import { type Choice, countSets, type Option, type Usage } from './options.js';
import { assessPool, type Drawn, leftOfPool, type PoolAvailability } from './pool-left.js';
import { ANY, isWithheld, least, less, NO_LIMIT, type Range, rangeOf, stockOf } from './range.js';
import type { Stock } from './stock.js';
import { type Level, nearestThresholds, type Thresholds } from './thresholds.js';

/** How much is left of a choice or a combination, and what of it is in use. */
export type Availability = {
  /** The least of all that limits it; unlimited where nothing does. What is not exact can only show as nothing left. */
  readonly stock: Stock;
  /** Whether some are left, but how many is not shown, because some units in use match none of the choices. */
  readonly isWithheld: boolean;
  readonly capacity: number | undefined;
  /** At least so many units are in use; undefined where they were not counted. */
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

export type OptionAvailability = {
  readonly choices: readonly ChoiceAvailability[];
  readonly combinations: readonly CombinationAvailability[];
  readonly pools: readonly PoolAvailability[];
  /** Units in use of options or choices that the products do not have; undefined where none were counted. */
  readonly unmatched: number | undefined;
  /** What is wrong in the configuration or in the counts, in words for the operator. */
  readonly notes: readonly string[];
};

/**
 * Works out what is left of every choice and combination.
 *
 * A choice is limited by its capacity less what is in use, by the number in its own name, and by the pools that it or
 * its product draws from. A combination is limited by the product's stock, by its own capacity less what is in use of
 * it, by each of its choices, and by each pool, which it takes from for the product and all of its choices together.
 *
 * @param products every product of the site: those that are not exposed draw from pools, too.
 * @param isExposed whether a product's choices and combinations are wanted.
 * @param thresholdsOf the product's own thresholds and those farther than it, farthest first.
 */
export function assessOptions(
  products: readonly Product[],
  limits: SiteLimits,
  isExposed: (product: Product) => boolean,
  thresholdsOf: (product: Product) => readonly (Thresholds | undefined)[],
): OptionAvailability {
  const notes: string[] = [];
  const tell: Tell = (note) => notes.push(note);
  const byId = new Map(products.map((product) => [product.id, product]));
  const pools = limits.pools.map((pool) => assessPool(pool, byId, tell));
  const assessed = products.filter(isExposed).map((product) => {
    const drawn = pools.flatMap((pool) => pool.drawn.get(product.id) ?? []);
    const own = limits.products.get(product.id) ?? NO_LIMITS;
    return assessProduct(product, own, drawn, thresholdsOf(product), tell);
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

function assessProduct(
  product: Product,
  limits: ProductLimits,
  drawn: readonly Drawn[],
  farther: readonly (Thresholds | undefined)[],
  tell: Tell,
): Pick<OptionAvailability, 'choices' | 'combinations'> {
  const { usage } = product;
  const matched = matchLimits(product, limits, tell);
  if (drawn.length > 0 || limits !== NO_LIMITS) noteUnmatched(product, tell);
  const choices = new Map<number, { readonly shown: ChoiceAvailability; readonly left: Range }>();
  for (const option of product.options ?? []) {
    for (const choice of option.choices) {
      const own = matched.choices.get(choice.id);
      const capacity = own?.capacity ?? choice.capacity;
      const inUse = choiceInUse(usage, option, choice);
      const withProduct = option.kind !== 'quantity'; // one more address is no further server
      const left = least([
        leftOf(capacity, inUse),
        rangeOf(choice.told),
        ...drawn.map((pool) => leftOfPool(pool, [choice], withProduct, inUse)),
      ]);
      const thresholds = nearestThresholds([...farther, own?.thresholds]);
      const shown = { product, option, choice, ...show(left, capacity, inUse, thresholds) };
      choices.set(choice.id, { shown, left });
    }
  }
  const counted = usage?.sets && countSets(usage.sets, matched.combinations.map(idsOf));
  return {
    choices: [...choices.values()].map(({ shown }) => shown).filter(isTold),
    combinations: matched.combinations.map(({ name, limits: own, picked }, index) => {
      const { capacity } = own;
      const chosen = picked.map(({ choice }) => choice);
      const inUse = togetherInUse(usage, picked, counted?.[index]);
      const left = least([
        rangeOf(product.stock),
        leftOf(capacity, inUse),
        ...chosen.map(({ id }) => choices.get(id)?.left ?? ANY),
        ...drawn.map((pool) => leftOfPool(pool, chosen, true, inUse)),
      ]);
      const thresholds = nearestThresholds([...farther, own.thresholds]);
      return { product, combination: name, picked, ...show(left, capacity, inUse, thresholds) };
    }),
  };
}

const show = (
  left: Range,
  capacity: number | undefined,
  inUse: Range,
  thresholds: readonly Level[],
): Availability => ({
  stock: stockOf(left),
  isWithheld: isWithheld(left),
  capacity,
  inUse: shownInUse(inUse),
  thresholds,
});

const leftOf = (capacity: number | undefined, inUse: Range): Range =>
  capacity === undefined ? NO_LIMIT : less(capacity, inUse);

/** Whether there is anything to show of it. */
const isTold = ({ stock, capacity, inUse }: Availability): boolean =>
  stock.kind !== 'unlimited' || capacity !== undefined || inUse !== undefined;

function noteUnmatched({ id, name, options, usage }: Product, tell: Tell): void {
  if (!usage || usage.unmatched === 0) return;
  const unsure = (options ?? []).filter((option) => usage.unsure.has(option.id));
  const about = `product ${id} (${name})`;
  for (const option of unsure)
    tell(
      `${about}: ${option.name}: some units in use match none of its choices, so how many of each are left is not shown; they count against each`,
    );
  if (usage.unmatched > unsureUnits(usage))
    tell(`${about}: some units in use are of options that it does not have; they count nowhere`);
}

const unsureUnits = ({ unsure }: Usage): number =>
  [...unsure.values()].reduce((sum, units) => sum + units, 0);
