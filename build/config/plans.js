import { cleanText } from "../stock/text.js";
function buildPlans(products, pools) {
  return {
    products: new Map((products ?? []).map((product) => [product.id, buildProduct(product)])),
    pools: (pools ?? []).map(buildPool)
  };
}
function buildProduct({ thresholds, options, combinations }) {
  return {
    thresholds: thresholds ?? {},
    options: new Map(
      Object.entries(options ?? {}).map(([option, choices]) => [
        option,
        new Map(Object.entries(choices).map(([name, choice]) => [name, buildChoice(choice)]))
      ])
    ),
    combinations: (combinations === "all" ? [] : combinations ?? []).map(({ when, ...plan }) => ({
      when: new Map(Object.entries(when)),
      ...buildChoice(plan)
    })),
    everyCombination: combinations === "all"
  };
}
function buildChoice(choice) {
  if (typeof choice === "number") return { capacity: choice, thresholds: {} };
  return { capacity: choice.capacity, thresholds: choice.thresholds ?? {} };
}
const buildPool = ({ name, capacity, unit, draws }) => ({
  name: cleanText(name),
  capacity,
  unit: cleanText(unit ?? ""),
  draws
});
export {
  buildPlans
};
