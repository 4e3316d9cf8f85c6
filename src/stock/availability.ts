import type { Product } from './catalogue.js';
import { countSets } from './choice-sets.js';
import { idsOf, type Picked } from './combinations.js';
import type { AddNote } from './finder.js';
import { choiceInUse, shownInUse, togetherInUse } from './in-use.js';
import { NO_LIMITS, type ProductLimits, type SiteLimits } from './limits.js';
import { matchLimits } from './matching.js';
import type { Choice, Option, Usage } from './options.js';
import { assessPool, type Drawn, leftOfPool, type PoolAvailability } from './pool-left.js';
import {
  ANY,
  INFINITE,
  isWithheld,
  least,
  less,
  oversoldByUse,
  type Range,
  rangeOf,
  stockOf,
} from './range.js';
import type { Stock } from './stock.js';
import { nearestThresholds, type Threshold, type Thresholds } from './thresholds.js';

/** The stock of a choice or a combination, and its units in use. */
export type Availability = {
  /** The minimum of its limits; unlimited if there are none. An inexact number can only show as none left. */
  readonly stock: Stock;
  /** Whether some units are left, but their number is not shown because some units in use match no choice. */
  readonly isWithheld: boolean;
  /** Whether it is certain that none are left. */
  readonly isSoldOut: boolean;
  readonly capacity: number | undefined;
  /** The least possible number of units in use; undefined if they were not counted. */
  readonly inUse: number | undefined;
  readonly thresholds: readonly Threshold[];
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
  /** Units in use of options or choices that no longer exist; undefined if nothing was counted. */
  readonly unmatched: number | undefined;
  /** Problems of the configuration or the counts, described for the operator. */
  readonly notes: readonly string[];
};

/**
 * Computes the stock of every choice and combination.
 *
 * The limits of a choice are its capacity minus the units in use, the number in its own name, and the pools
 * that it or its product draws from. The limits of a combination are the stock of the product, its own
 * capacity minus the units in use, each of its choices, and each pool. A combination draws from a pool for
 * the product and all choices together. It is oversold by at most its own units in use, even if its product
 * or a choice is oversold by more.
 *
 * @param products every product of the site, because hidden ones draw from pools too.
 * @param isExposed returns whether to expose the choices and combinations of a product.
 * @param thresholdsOf returns the thresholds of the product and its surroundings, farthest first.
 */
export function assessOptions(
  products: readonly Product[],
  limits: SiteLimits,
  isExposed: (product: Product) => boolean,
  thresholdsOf: (product: Product) => readonly (Thresholds | undefined)[],
): OptionAvailability {
  const notes: string[] = [];
  const addNote: AddNote = (note) => notes.push(note);
  const byId = new Map(products.map((product) => [product.id, product]));
  const pools = limits.pools.map((pool) => assessPool(pool, byId, addNote));
  const assessed = products.filter(isExposed).map((product) => {
    const drawn = pools.flatMap((pool) => pool.drawn.get(product.id) ?? []);
    const own = limits.products.get(product.id) ?? NO_LIMITS;
    return assessProduct(product, own, drawn, thresholdsOf(product), addNote);
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
  addNote: AddNote,
): Pick<OptionAvailability, 'choices' | 'combinations'> {
  const { usage } = product;
  const matched = matchLimits(product, limits, addNote);
  if (drawn.length > 0 || limits !== NO_LIMITS) noteUnmatched(product, addNote);
  const choices = new Map<number, { readonly shown: ChoiceAvailability; readonly left: Range }>();
  for (const option of product.options ?? []) {
    for (const choice of option.choices) {
      const own = matched.choices.get(choice.id);
      const capacity = own?.capacity ?? choice.capacity;
      const inUse = choiceInUse(usage, option, choice);
      const withProduct = option.kind !== 'quantity'; // another IP address is not another server
      const left = least([
        leftOf(capacity, inUse),
        rangeOf(choice.namedStock),
        ...drawn.map((pool) => leftOfPool(pool, [choice], withProduct, inUse)),
      ]);
      const thresholds = nearestThresholds([...farther, own?.thresholds]);
      const shown = { product, option, choice, ...show(left, capacity, inUse, thresholds) };
      choices.set(choice.id, { shown, left });
    }
  }
  const counted = usage?.sets && countSets(usage.sets, matched.combinations.map(idsOf));
  return {
    choices: [...choices.values()].map(({ shown }) => shown).filter(isShown),
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
      const shown = show(oversoldByUse(left, inUse), capacity, inUse, thresholds);
      return { product, combination: name, picked, ...shown };
    }),
  };
}

const show = (
  left: Range,
  capacity: number | undefined,
  inUse: Range,
  thresholds: readonly Threshold[],
): Availability => ({
  stock: stockOf(left),
  isWithheld: isWithheld(left),
  isSoldOut: left.to <= 0,
  capacity,
  inUse: shownInUse(inUse),
  thresholds,
});

const leftOf = (capacity: number | undefined, inUse: Range): Range =>
  capacity === undefined ? INFINITE : less(capacity, inUse);

/** Returns whether there is anything to expose. */
const isShown = ({ stock, capacity, inUse }: Availability): boolean =>
  stock.kind !== 'unlimited' || capacity !== undefined || inUse !== undefined;

function noteUnmatched({ id, name, options, usage }: Product, addNote: AddNote): void {
  if (!usage || usage.unmatched === 0) return;
  const unsure = (options ?? []).filter((option) => usage.unsure.has(option.id));
  const about = `product ${id} (${name})`;
  for (const option of unsure)
    addNote(
      `${about}: ${option.name}: some units in use match none of its choices, so how many of each are ` +
        'left is not shown; they count against each',
    );
  if (usage.unmatched > unsureUnits(usage))
    addNote(`${about}: some units in use are of options that it does not have; they count nowhere`);
}

const unsureUnits = ({ unsure }: Usage): number =>
  [...unsure.values()].reduce((sum, units) => sum + units, 0);
