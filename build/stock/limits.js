import { SEVERITIES } from "./thresholds.js";
const NO_LIMITS = {
  ...{ thresholds: {}, options: /* @__PURE__ */ new Map(), combinations: [], everyCombination: false }
};
function joinLimits(first, second) {
  const limits = {
    capacity: first.capacity ?? second.capacity,
    thresholds: { ...second.thresholds, ...first.thresholds }
  };
  const isLost = (second.capacity ?? limits.capacity) !== limits.capacity || SEVERITIES.some(
    (severity) => (second.thresholds[severity] ?? limits.thresholds[severity]) !== limits.thresholds[severity]
  );
  return { limits, isLost };
}
const limitsOptions = ({ options, combinations, everyCombination }) => options.size > 0 || combinations.length > 0 || everyCombination;
function productsInUse({ products, pools }) {
  const limited = [...products].filter(([, limits]) => limitsOptions(limits));
  const drawn = pools.flatMap(({ draws }) => draws.map(({ product }) => product));
  return /* @__PURE__ */ new Set([...limited.map(([id]) => id), ...drawn]);
}
export {
  NO_LIMITS,
  joinLimits,
  limitsOptions,
  productsInUse
};
