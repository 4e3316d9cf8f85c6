import type { Product } from './catalogue.js';
import { countSets } from './choice-sets.js';
import { idsOf, type Picked } from './combinations.js';
import type { AddNote } from './finder.js';
import { choiceInUse, shownInUse, togetherInUse } from './in-use.js';
import { NO_LIMITS, type ProductLimits, type SiteLimits } from './limits.js';
import { matchLimits } from './matching.js';
import { type Amount, type Measurements, NOTHING_MEASURED, numberOf } from './measure.js';
import type { Choice, Option } from './options.js';
import { assessPool, type Drawn, limitOfPool, type PoolAvailability } from './pool-left.js';
import { roomLimitsOfProduct, roomOfProduct } from './product-room.js';
import { isWithheld, least, oversoldByUse, type Range, rangeOf, stockOf } from './range.js';
import { type Room, type RoomLimit, roomLimitsOf, roomOf } from './room.js';
import type { Stock } from './stock.js';
import { nearestThresholds, type Threshold, type Thresholds } from './thresholds.js';
import { countUnmatched, noteUnmatched } from './unmatched-units.js';
import { mapInSteps, type Work } from './work.js';

/** The stock of a choice or a combination, and its units in use. */
export type Availability = {
  /** The minimum of its limits; unlimited if there are none. An inexact number can only show as none left. */
  readonly stock: Stock;
  /** Whether some units are left, but their number is not shown because some units in use match no choice. */
  readonly isWithheld: boolean;
  /** Whether it is certain that none are left. */
  readonly isSoldOut: boolean;
  /** Undefined if none is set, or if a measured one is unknown. */
  readonly capacity: number | undefined;
  /** The least possible number of units in use; undefined if they were not counted. */
  readonly inUse: number | undefined;
  readonly thresholds: readonly Threshold[];
  /** How many more units fit; undefined if no limit of it is measured. */
  readonly room: Room | undefined;
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
  /** How many more units of each product fit, by product id. Only products with measured limits are in it. */
  readonly rooms: ReadonlyMap<number, Room>;
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
 * Room follows from the limits alone, not from the stock that WHMCS states.
 *
 * @param products every product of the site, because hidden ones draw from pools too.
 * @param isExposed returns whether to expose the choices and combinations of a product.
 * @param thresholdsOf returns the thresholds of the product and its surroundings, farthest first.
 * @param measurements the numbers of measured limits.
 */
export function* assessOptions(
  products: readonly Product[],
  limits: SiteLimits,
  isExposed: (product: Product) => boolean,
  thresholdsOf: (product: Product) => readonly (Thresholds | undefined)[],
  measurements: Measurements = NOTHING_MEASURED,
): Work<OptionAvailability> {
  const notes: string[] = [];
  const addNote: AddNote = (note) => notes.push(note);
  const byId = new Map(yield* mapInSteps(products, (product) => [product.id, product]));
  const pools = limits.pools.map((pool) => assessPool(pool, byId, addNote, measurements));
  const choices: ChoiceAvailability[] = [];
  const combinations: CombinationAvailability[] = [];
  const rooms = new Map<number, Room>();
  for (const product of products) {
    yield;
    if (!isExposed(product)) continue;
    const drawn = pools.flatMap((pool) => pool.drawn.get(product.id) ?? []);
    const own = limits.products.get(product.id) ?? NO_LIMITS;
    const assessed = assessProduct(product, own, drawn, thresholdsOf(product), { addNote, measurements });
    for (const choice of assessed.choices) choices.push(choice);
    for (const combination of assessed.combinations) combinations.push(combination);
    if (assessed.room) rooms.set(product.id, assessed.room);
  }
  return {
    choices,
    combinations,
    pools: pools.map(({ availability }) => availability),
    rooms,
    unmatched: yield* countUnmatched(products),
    notes,
  };
}

type AssessedProduct = Pick<OptionAvailability, 'choices' | 'combinations'> & {
  readonly room: Room | undefined;
};

/** A choice with its own limits. */
type AssessedChoice = {
  readonly shown: ChoiceAvailability;
  readonly left: Range;
  readonly own: readonly RoomLimit[];
};

function assessProduct(
  product: Product,
  limits: ProductLimits,
  drawn: readonly Drawn[],
  farther: readonly (Thresholds | undefined)[],
  { addNote, measurements }: { readonly addNote: AddNote; readonly measurements: Measurements },
): AssessedProduct {
  const { usage } = product;
  const matched = matchLimits(product, limits, addNote);
  if (drawn.length > 0 || limits !== NO_LIMITS) noteUnmatched(product, addNote);
  const ofProduct = roomLimitsOfProduct(limits, usage, measurements);
  const choices = new Map<number, AssessedChoice>();
  for (const option of product.options ?? []) {
    for (const choice of option.choices) {
      const set = matched.choices.get(choice.id);
      const capacity = set?.capacity ?? choice.capacity;
      const inUse = choiceInUse(usage, option, choice);
      const withProduct = option.kind !== 'quantity'; // another IP address is not another server
      const own = roomLimitsOf('its own', { capacity, left: set?.left }, inUse, measurements);
      const all = [...own, ...drawn.map((pool) => limitOfPool(pool, [choice], withProduct, inUse))];
      const left = least([...leftOf(all), rangeOf(choice.namedStock)]);
      const room = roomOf([...all, ...(withProduct ? ofProduct : [])]);
      const thresholds = nearestThresholds([...farther, set?.thresholds]);
      const shown = { product, option, choice, room, ...show(left, known(capacity), inUse, thresholds) };
      choices.set(choice.id, { shown, left, own });
    }
  }
  const counted = usage?.sets && countSets(usage.sets, matched.combinations.map(idsOf));
  return {
    room: roomOfProduct(product, ofProduct, drawn, (id) => choices.get(id)?.own ?? []),
    choices: [...choices.values()].map(({ shown }) => shown).filter(isShown),
    combinations: matched.combinations.map(({ name, limits: set, picked }, index) => {
      const { capacity } = set;
      const chosen = picked.map(({ choice }) => choice);
      const inUse = togetherInUse(usage, picked, counted?.[index]);
      const own = [
        ...roomLimitsOf('its own', set, inUse, measurements),
        ...drawn.map((pool) => limitOfPool(pool, chosen, true, inUse)),
      ];
      const parts = chosen.flatMap(({ id }) => choices.get(id) ?? []);
      const left = least([rangeOf(product.stock), ...leftOf(own), ...parts.map((part) => part.left)]);
      const ofParts = parts.flatMap(({ shown: { choice }, own: limits }) =>
        limits.map((limit) => ({ ...limit, name: choice.name })),
      );
      const room = roomOf([...own, ...ofParts, ...ofProduct]);
      const thresholds = nearestThresholds([...farther, set.thresholds]);
      const shown = show(oversoldByUse(left, inUse), known(capacity), inUse, thresholds);
      return { product, combination: name, picked, room, ...shown };
    }),
  };

  function known(capacity: Amount | undefined): number | undefined {
    return capacity === undefined ? undefined : numberOf(capacity, measurements);
  }
}

const leftOf = (limits: readonly RoomLimit[]): readonly Range[] => limits.map(({ left }) => left);

const show = (
  left: Range,
  capacity: number | undefined,
  inUse: Range,
  thresholds: readonly Threshold[],
): Omit<Availability, 'room'> => ({
  stock: stockOf(left),
  isWithheld: isWithheld(left),
  isSoldOut: left.to <= 0,
  capacity,
  inUse: shownInUse(inUse),
  thresholds,
});

/** Returns whether there is anything to expose. With a capacity, the stock is not unlimited. */
const isShown = ({ stock, inUse, room }: Availability): boolean =>
  stock.kind !== 'unlimited' || inUse !== undefined || room !== undefined;
