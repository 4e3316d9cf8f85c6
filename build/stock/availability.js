import { idsOf } from "./combinations.js";
import { choiceInUse, shownInUse, togetherInUse } from "./in-use.js";
import { NO_LIMITS } from "./limits.js";
import { matchLimits } from "./matching.js";
import { countSets } from "./options.js";
import { assessPool, leftOfPool } from "./pool-left.js";
import { ANY, isWithheld, least, less, NO_LIMIT, rangeOf, stockOf } from "./range.js";
import { nearestThresholds } from "./thresholds.js";
function assessOptions(products, limits, isExposed, thresholdsOf) {
  const notes = [];
  const tell = (note) => notes.push(note);
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
    notes
  };
}
function countUnmatched(products) {
  const known = products.flatMap(({ usage }) => usage ? [usage.unmatched] : []);
  return known.length > 0 ? known.reduce((sum, units) => sum + units, 0) : void 0;
}
function assessProduct(product, limits, drawn, farther, tell) {
  const { usage } = product;
  const matched = matchLimits(product, limits, tell);
  if (drawn.length > 0 || limits !== NO_LIMITS) noteUnmatched(product, tell);
  const choices = /* @__PURE__ */ new Map();
  for (const option of product.options ?? []) {
    for (const choice of option.choices) {
      const own = matched.choices.get(choice.id);
      const capacity = own?.capacity ?? choice.capacity;
      const inUse = choiceInUse(usage, option, choice);
      const withProduct = option.kind !== "quantity";
      const left = least([
        leftOf(capacity, inUse),
        rangeOf(choice.told),
        ...drawn.map((pool) => leftOfPool(pool, [choice], withProduct, inUse))
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
        ...drawn.map((pool) => leftOfPool(pool, chosen, true, inUse))
      ]);
      const thresholds = nearestThresholds([...farther, own.thresholds]);
      return { product, combination: name, picked, ...show(left, capacity, inUse, thresholds) };
    })
  };
}
const show = (left, capacity, inUse, thresholds) => ({
  stock: stockOf(left),
  isWithheld: isWithheld(left),
  capacity,
  inUse: shownInUse(inUse),
  thresholds
});
const leftOf = (capacity, inUse) => capacity === void 0 ? NO_LIMIT : less(capacity, inUse);
const isTold = ({ stock, capacity, inUse }) => stock.kind !== "unlimited" || capacity !== void 0 || inUse !== void 0;
function noteUnmatched({ id, name, options, usage }, tell) {
  if (!usage || usage.unmatched === 0) return;
  const unsure = (options ?? []).filter((option) => usage.unsure.has(option.id));
  const about = `product ${id} (${name})`;
  for (const option of unsure)
    tell(
      `${about}: ${option.name}: some units in use match none of its choices, so how many of each are left is not shown; they count against each`
    );
  if (usage.unmatched > unsureUnits(usage))
    tell(`${about}: some units in use are of options that it does not have; they count nowhere`);
}
const unsureUnits = ({ unsure }) => [...unsure.values()].reduce((sum, units) => sum + units, 0);
export {
  assessOptions
};
