import type { Product } from './catalogue.js';
import { type Combination, findCombinations } from './combinations.js';
import { type AddNote, createFinder, quote } from './finder.js';
import { joinLimits, type Limits, limitsOptions, NO_LIMITS, type ProductLimits } from './limits.js';

/** The limits of a product, by ids of WHMCS. */
export type MatchedLimits = {
  /** By the choice's id. */
  readonly choices: ReadonlyMap<number, Limits>;
  readonly combinations: readonly Combination[];
};

const NOTHING_MATCHED: MatchedLimits = { choices: new Map(), combinations: [] };

/** Finds the options and choices that limits name. Missing ones are reported and left out. */
export function matchLimits(product: Product, limits: ProductLimits, addNote: AddNote): MatchedLimits {
  if (limits === NO_LIMITS) return NOTHING_MATCHED; // most of many products
  const choices = new Map<number, Limits>();
  const { options } = product;
  const about: AddNote = (note) => addNote(`product ${product.id} (${product.name}): ${note}`);
  if (!options) {
    if (limitsOptions(limits) && !product.optionsOmitted) about('its options could not be read');
    return { choices, combinations: [] };
  }
  const find = createFinder(options, about);
  for (const [optionRef, ofChoices] of limits.options) {
    const option = find.option(optionRef);
    for (const [choiceRef, choiceLimits] of option ? ofChoices : []) {
      const choice = option && find.choice(option, choiceRef);
      if (!choice) continue;
      const { limits: joined, isLost } = joinLimits(choices.get(choice.id) ?? choiceLimits, choiceLimits);
      if (isLost) about(`choice ${quote(choiceRef)} is configured twice; the first counts`);
      choices.set(choice.id, joined);
    }
  }
  return { choices, combinations: findCombinations(options, limits, find, about) };
}
