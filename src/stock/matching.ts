import type { Product } from './catalogue.js';
import { type Combination, findCombinations } from './combinations.js';
import { createFinder, quote, type Tell } from './finder.js';
import { joinPlans, type Plan, type ProductPlan, plansOptions } from './plan.js';

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
    if (plansOptions(plan)) about('its options could not be read');
    return { choices, combinations: [] };
  }
  const find = createFinder(options, about);
  for (const [optionRef, plans] of plan.options) {
    const option = find.option(optionRef);
    for (const [choiceRef, choicePlan] of option ? plans : []) {
      const choice = option && find.choice(option, choiceRef);
      if (!choice) continue;
      const { plan: joined, isLost } = joinPlans(choices.get(choice.id) ?? choicePlan, choicePlan);
      if (isLost) about(`choice ${quote(choiceRef)} is configured twice; the first counts`);
      choices.set(choice.id, joined);
    }
  }
  return { choices, combinations: findCombinations(options, plan, find, about) };
}
