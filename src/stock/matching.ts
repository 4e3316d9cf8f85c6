import type { Product } from './catalogue.js';
import { type Combination, findCombinations } from './combinations.js';
import { createFinder, quote, type Tell } from './finder.js';
import type { Plan, ProductPlan } from './plan.js';

/** What a plan comes to on the options that WHMCS lists. */
export type MatchedPlan = {
  /** By the choice's id. */
  readonly choices: ReadonlyMap<number, Plan>;
  readonly combinations: readonly Combination[];
};

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
  return { choices, combinations: findCombinations(options, plan.combinations, find, about) };
}
