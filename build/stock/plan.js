import { SEVERITIES } from "./thresholds.js";
const NO_PLAN = {
  ...{ thresholds: {}, options: /* @__PURE__ */ new Map(), combinations: [], everyCombination: false }
};
function joinPlans(first, second) {
  const plan = {
    capacity: first.capacity ?? second.capacity,
    thresholds: { ...second.thresholds, ...first.thresholds }
  };
  const isLost = (second.capacity ?? plan.capacity) !== plan.capacity || SEVERITIES.some(
    (severity) => (second.thresholds[severity] ?? plan.thresholds[severity]) !== plan.thresholds[severity]
  );
  return { plan, isLost };
}
const plansOptions = ({ options, combinations, everyCombination }) => options.size > 0 || combinations.length > 0 || everyCombination;
function productsInUse({ products, pools }) {
  const planned = [...products].filter(([, plan]) => plansOptions(plan));
  const drawn = pools.flatMap(({ draws }) => draws.map(({ product }) => product));
  return /* @__PURE__ */ new Set([...planned.map(([id]) => id), ...drawn]);
}
export {
  NO_PLAN,
  joinPlans,
  plansOptions,
  productsInUse
};
