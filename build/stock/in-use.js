import { UNCOUNTED } from "./range.js";
function choiceInUse(usage, option, choice) {
  const held = usage?.choices.get(choice.id);
  if (!usage || held === void 0) return UNCOUNTED;
  return { from: held, to: held + unsureOf(usage, option) };
}
function togetherInUse(usage, picked, counted) {
  if (!usage || counted === void 0) return UNCOUNTED;
  if (!picked.every(({ choice }) => usage.choices.has(choice.id))) return UNCOUNTED;
  const unsure = picked.reduce((sum, { option }) => sum + unsureOf(usage, option), 0);
  return { from: counted, to: counted + unsure };
}
const unsureOf = (usage, { id }) => usage.unsure.get(id) ?? 0;
const shownInUse = ({ from, to }) => to === Number.POSITIVE_INFINITY ? void 0 : from;
export {
  choiceInUse,
  shownInUse,
  togetherInUse
};
