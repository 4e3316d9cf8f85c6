import { foldName } from "../stock/names.js";
import { keyOfSubject, VALUES } from "./limit.js";
import { renderRowProblem } from "./limit-row.js";
import { thresholds } from "./limits-schema.js";
import { pathOfValue } from "./yaml-limits.js";
function mergeLimits(yaml, rows, everyCombination, locate) {
  const drafts = /* @__PURE__ */ new Map();
  const set = (product, subject, values) => {
    const draft = drafts.get(product) ?? createDraft();
    drafts.set(product, draft);
    setLimit(draft, subject, toLimits(values));
  };
  for (const { product, subject, values } of yaml) set(product, subject, values);
  const known = new Map(yaml.map((limit) => [keyOf(limit), limit]));
  const problems = [];
  const repeated = [];
  for (const row of rows) {
    const same = known.get(keyOf(row));
    const report = (column, message, list = problems) => list.push({ ...row.place, column, message });
    for (const [name, value, other] of sharedValues(row.values, same?.values)) {
      const place = same ? locate(pathOfValue(same, name)) : "";
      if (value === other) report(name, `${place} sets the same value; delete one of the two`, repeated);
      else report(name, `${value}, but ${place} sets ${other}; delete one of the two`);
    }
    const values = { ...same?.values, ...definedValues(row.values) };
    const [checked] = thresholds.safeParse(readThresholds(values)).error?.issues ?? [];
    if (checked) report(row.values.critical === void 0 ? "warning" : "critical", checked.message);
    set(row.product, same?.subject ?? row.subject, values);
  }
  const [first] = repeated;
  const more = repeated.length > 1 ? ` (and ${repeated.length - 1} more values that are set twice)` : "";
  return {
    products: new Map(
      [...drafts].map(([id, { thresholds: thresholds2, options, combinations }]) => [
        id,
        {
          ...{ thresholds: thresholds2, options, combinations: [...combinations.values()] },
          everyCombination: everyCombination.has(id)
        }
      ])
    ),
    problems,
    warnings: first ? [`${renderRowProblem(first)}${more}`] : []
  };
}
const keyOf = ({ product, subject }) => `${product} ${keyOfSubject(subject)}`;
const sharedValues = (values, others = {}) => VALUES.flatMap((name) => {
  const [value, other] = [values[name], others[name]];
  return value === void 0 || other === void 0 ? [] : [[name, value, other]];
});
const definedValues = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== void 0));
const readThresholds = ({ warning, critical }) => ({
  ...warning !== void 0 && warning !== "default" && { warning },
  ...critical !== void 0 && critical !== "default" && { critical }
});
const toLimits = (values) => ({
  capacity: values.capacity === "none" ? void 0 : values.capacity,
  thresholds: readThresholds(values)
});
const createDraft = () => ({
  ...{ thresholds: {}, options: /* @__PURE__ */ new Map(), optionNames: /* @__PURE__ */ new Map(), combinations: /* @__PURE__ */ new Map() }
});
function setLimit(draft, subject, limits) {
  if (subject.kind === "product") draft.thresholds = limits.thresholds;
  else if (subject.kind === "choice") {
    const key = foldName(subject.option);
    const option = draft.optionNames.get(key) ?? subject.option;
    draft.optionNames.set(key, option);
    const choices = draft.options.get(option) ?? /* @__PURE__ */ new Map();
    draft.options.set(option, choices.set(subject.choice, limits));
  } else draft.combinations.set(keyOfSubject(subject), { when: new Map(subject.when), ...limits });
}
export {
  mergeLimits
};
