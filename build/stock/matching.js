import { findCombinations } from "./combinations.js";
import { createFinder, quote } from "./finder.js";
import { joinLimits, limitsOptions } from "./limits.js";
function matchLimits(product, limits, tell) {
  const choices = /* @__PURE__ */ new Map();
  const { options } = product;
  const about = (note) => tell(`product ${product.id} (${product.name}): ${note}`);
  if (!options) {
    if (limitsOptions(limits)) about("its options could not be read");
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
export {
  matchLimits
};
