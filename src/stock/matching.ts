import type { Product } from './catalogue.js';
import { type Found, indexNames, type Named, type NameIndex } from './names.js';
import { type Choice, isPicked, keyOfSet, type Option } from './options.js';
import type { CombinationPlan, Draw, Plan, PoolPlan, ProductPlan } from './plan.js';

/** The most combinations of one product that are made up of themselves. */
export const MOST_COMBINATIONS = 500;

/** A set of choices, one of each of some options, in WHMCS's order. */
export type Combination = {
  /** Such as `Location=Tokyo, RAM=64 GB`. */
  readonly name: string;
  readonly choices: readonly Choice[];
  readonly plan: Plan;
};

/** What a plan comes to on the options that WHMCS lists. */
export type MatchedPlan = {
  /** By the choice's id. */
  readonly choices: ReadonlyMap<number, Plan>;
  readonly combinations: readonly Combination[];
};

/** What one unit of a product takes out of a pool. */
export type MatchedDraw = {
  /** Whatever is chosen with it. */
  readonly units: number;
  /** By the choice's id, on top of that. */
  readonly choices: ReadonlyMap<number, number>;
};

/** Told what in the configuration comes to nothing, in words for the operator. */
export type Tell = (note: string) => void;

const NO_LIMIT: Plan = { capacity: undefined, thresholds: {} };

/** Finds the options and choices that a plan names. What is not found is told and left out. */
export function matchPlan(product: Product, plan: ProductPlan, tell: Tell): MatchedPlan {
  const choices = new Map<number, Plan>();
  const { options } = product;
  const about: Tell = (note) => tell(`product ${product.id} (${product.name}): ${note}`);
  if (!options) {
    if (plan.options.size > 0 || plan.combinations.length > 0) about('its options could not be read');
    return { choices, combinations: [] };
  }
  const find = createFinder(options, about);
  for (const [optionRef, plans] of plan.options) {
    const option = find.option(optionRef);
    for (const [choiceRef, choicePlan] of option ? plans : []) {
      const choice = option && find.choice(option, choiceRef);
      if (choice && choices.has(choice.id))
        about(`choice ${quote(choiceRef)} is configured twice; the first counts`);
      else if (choice) choices.set(choice.id, choicePlan);
    }
  }
  const combinations =
    plan.combinations === 'all'
      ? combineAll(options, about)
      : matchCombinations(options, plan.combinations, find, about);
  return { choices, combinations: withOwnNames(combinations) };
}

/** Names may hold the signs that they are joined by, and so be alike where the choices are not. */
function withOwnNames(combinations: readonly Combination[]): readonly Combination[] {
  const names = new Set<string>();
  return combinations.map((combination) => {
    const key = keyOfSet(combination.choices.map(({ id }) => id));
    let { name } = combination;
    while (names.has(name)) name = `${name} #${key}`;
    names.add(name);
    return { ...combination, name };
  });
}

/**
 * Finds what a pool is drawn from by, by the product's id.
 *
 * @returns undefined where something that it names is not found: what that holds would be missing from the pool's use.
 */
export function matchPool(
  pool: PoolPlan,
  products: ReadonlyMap<number, Product>,
  tell: Tell,
): ReadonlyMap<number, MatchedDraw> | undefined {
  const about: Tell = (note) => tell(`pool ${pool.name}: ${note}; what is left of it is unknown`);
  const drawing = new Set<string>();
  const found = pool.draws.map((draw) => matchDraw(draw, products.get(draw.product), drawing, about));
  for (const note of undrawn(pool, products, drawing)) tell(`pool ${pool.name}: ${note}`);
  const draws = new Map<number, MatchedDraw>();
  for (const draw of found) {
    if (!draw) return undefined;
    const before = draws.get(draw.product);
    draws.set(draw.product, {
      units: (before?.units ?? 0) + draw.units,
      choices: new Map([...(before?.choices ?? []), ...draw.choices]),
    });
  }
  return draws;
}

/** Choices that a pool says nothing of, while it speaks of others of the same option: they may have been forgotten. */
function undrawn(
  { draws }: PoolPlan,
  products: ReadonlyMap<number, Product>,
  drawing: ReadonlySet<string>,
): readonly string[] {
  const notes = draws.flatMap((draw) => {
    if ('units' in draw) return [];
    const found = indexNames(products.get(draw.product)?.options ?? [])(draw.option);
    if (found.kind !== 'one') return [];
    const silent = found.thing.choices.filter(({ id }) => !drawing.has(`${draw.product} ${id}`));
    const names = silent.slice(0, MOST_NEAREST).map(({ name }) => quote(name));
    const more = silent.length > names.length ? ` and ${silent.length - names.length} more` : '';
    return names.length === 0
      ? []
      : [
          `product ${draw.product}: ${found.thing.name}: nothing is drawn by ${names.join(', ')}${more}; say 0 if that is so`,
        ];
  });
  return [...new Set(notes)];
}

/** @param drawing choices that draw from the pool already, by the product's id and theirs; those of this draw are added. */
function matchDraw(
  draw: Draw,
  product: Product | undefined,
  drawing: Set<string>,
  tell: Tell,
): (MatchedDraw & { readonly product: number }) | undefined {
  const about: Tell = (note) => tell(`product ${draw.product}: ${note}`);
  if (!product) {
    about('WHMCS does not list it');
    return undefined;
  }
  if ('units' in draw) return { product: draw.product, units: draw.units, choices: new Map() };
  if (!product.options) {
    about('its options could not be read');
    return undefined;
  }
  const find = createFinder(product.options, about);
  const option = find.option(draw.option);
  if (!option) return undefined;
  const choices = new Map<number, number>();
  for (const [choiceRef, units] of draw.choices) {
    const choice = find.choice(option, choiceRef);
    if (!choice) return undefined;
    const key = `${draw.product} ${choice.id}`;
    if (drawing.has(key)) {
      about(`${option.name}: choice ${quote(choiceRef)} draws from it already`);
      return undefined;
    }
    drawing.add(key);
    choices.set(choice.id, units);
  }
  return { product: draw.product, units: 0, choices };
}

type Finder = {
  option(reference: string): Option | undefined;
  choice(option: Option, reference: string): Choice | undefined;
};

function createFinder(options: readonly Option[], tell: Tell): Finder {
  const findOption = indexNames(options);
  const findChoice = new Map<Option, NameIndex<Choice>>();
  let misses = 0;

  function theOne<T extends Named>(found: Found<T>, what: string, reference: string): T | undefined {
    if (found.kind === 'one') return found.thing;
    misses += 1;
    const told = found.kind === 'none' && misses > MOST_NEAREST ? { ...found, nearest: () => [] } : found;
    tell(describeMiss(told, what, reference));
    return undefined;
  }

  return {
    option: (reference) => theOne(findOption(reference), 'option', reference),
    choice(option, reference) {
      const find = findChoice.get(option) ?? indexNames(option.choices);
      findChoice.set(option, find);
      return theOne(find(reference), `${option.name}: choice`, reference);
    },
  };
}

/** Misses that are told with the nearest names, which take time to find. */
const MOST_NEAREST = 10;

/** What is wrong with a reference, with what may have been meant. */
export function describeMiss(
  found: Exclude<Found<Named>, { kind: 'one' }>,
  what: string,
  reference: string,
): string {
  if (found.kind === 'several') {
    const ids = found.things.map(({ id }) => id);
    return `${what} ${quote(reference)} may be any of the ids ${ids.join(', ')}; name it by its id`;
  }
  const nearest = found.nearest().map(quote).join(', ');
  return `${what} ${quote(reference)} is not there${nearest === '' ? '' : `; nearest: ${nearest}`}`;
}

const quote = (text: string): string => JSON.stringify(text);

function matchCombinations(
  options: readonly Option[],
  plans: readonly CombinationPlan[],
  find: Finder,
  tell: Tell,
): readonly Combination[] {
  const combinations = new Map<string, Combination>();
  for (const plan of plans) {
    const picked = pickChoices(plan, find, tell);
    if (!picked) continue;
    const ordered = options.flatMap((option) => {
      const choice = picked.get(option);
      return choice ? [{ option, choice }] : [];
    });
    const combination = combine(ordered, plan);
    const key = keyOfSet(combination.choices.map(({ id }) => id));
    if (combinations.has(key)) tell(`combination ${combination.name} is configured twice; the first counts`);
    else combinations.set(key, combination);
  }
  return [...combinations.values()];
}

function pickChoices(
  { when }: CombinationPlan,
  find: Finder,
  tell: Tell,
): ReadonlyMap<Option, Choice> | undefined {
  const picked = new Map<Option, Choice>();
  for (const [optionRef, choiceRef] of when) {
    const option = find.option(optionRef);
    const choice = option && find.choice(option, choiceRef);
    if (!option || !choice) return undefined;
    if (option.kind === 'quantity') {
      tell(`option ${quote(option.name)} is of numbers, which make no combination`);
      return undefined;
    }
    if (picked.has(option)) {
      tell(`a combination names option ${quote(option.name)} twice`);
      return undefined;
    }
    picked.set(option, choice);
  }
  return picked;
}

/** Every set of one choice of each option that is picked from; none, where there would be too many. */
function combineAll(options: readonly Option[], tell: Tell): readonly Combination[] {
  const picked = options
    .filter(isPicked)
    .map((option) => ({ option, choices: option.choices.filter(({ hidden }) => !hidden) }))
    .filter(({ choices }) => choices.length > 0);
  const size = picked.reduce((product, { choices }) => product * choices.length, 1);
  if (picked.length === 0) {
    tell('combinations: all makes none, for it has no dropdown or radio options');
    return [];
  }
  if (size > MOST_COMBINATIONS) {
    tell(
      `combinations: all would be ${size} combinations, of ${MOST_COMBINATIONS} at most; name those that matter`,
    );
    return [];
  }
  return picked
    .reduce<readonly (readonly Picked[])[]>(
      (sets, { option, choices }) =>
        sets.flatMap((set) => choices.map((choice) => [...set, { option, choice }])),
      [[]],
    )
    .map((set) => combine(set, NO_LIMIT));
}

type Picked = { readonly option: Option; readonly choice: Choice };

const combine = (picked: readonly Picked[], { capacity, thresholds }: Plan): Combination => ({
  name: picked.map(({ option, choice }) => `${option.name}=${choice.name}`).join(', '),
  choices: picked.map(({ choice }) => choice),
  plan: { capacity, thresholds },
});
