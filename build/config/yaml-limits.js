function readYamlLimits(products) {
  return (products ?? []).flatMap(({ id, thresholds, options, combinations }, index) => [
    { product: id, subject: { kind: "product" }, values: { ...thresholds }, path: [index] },
    ...Object.entries(options ?? {}).flatMap(
      ([option, choices]) => Object.entries(choices).map(([choice, set]) => ({
        product: id,
        subject: { kind: "choice", option, choice },
        values: typeof set === "number" ? { capacity: set } : { capacity: set.capacity, ...set.thresholds },
        path: [index, "options", option, choice]
      }))
    ),
    ...(combinations === "all" ? [] : combinations ?? []).map(({ when, capacity, thresholds: thresholds2 }, at) => ({
      product: id,
      subject: { kind: "combination", when: Object.entries(when) },
      values: { capacity, ...thresholds2 },
      path: [index, "combinations", at]
    }))
  ]);
}
const pathOfValue = ({ path }, name) => name === "capacity" ? [...path, name] : [...path, "thresholds", name];
export {
  pathOfValue,
  readYamlLimits
};
