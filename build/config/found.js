import { isMap, isNode, isScalar, isSeq } from "yaml";
import { isQuoted } from "./odd-secret.js";
function describeFound(node, template, isPrivate) {
  const quotes = !isPrivate && isScalar(node) && typeof node.value === "string" && isQuoted(node.value) ? " in quotes" : "";
  if (template !== void 0) return `${describeTemplate(template)}${quotes}`;
  if (isMap(node)) return "a map";
  if (isSeq(node)) return "a list";
  const value = isScalar(node) ? node.value : void 0;
  if (!isNode(node) || value === null) return "nothing";
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return isPrivate ? "a number" : describeNumber(String(value));
  if (typeof value !== "string") return "a value of another kind";
  return !isPrivate && isQuantity(value) ? JSON.stringify(value) : `${describeText(value)}${quotes}`;
}
const describeText = (text) => text === "" ? "an empty text" : `a text of ${text.length} ${text.length === 1 ? "character" : "characters"}`;
const describeNumber = (text) => text.length < 10 ? `${text} (a number)` : `a number of ${text.length} characters`;
const isQuantity = (text) => /^[-+]?\d[\d.]{0,8} ?(?:ms|[smhd]|[kMG]?i?B)?$/.test(text);
function describeTemplate(template) {
  const names = [...template.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)/g)].map(
    ([, name = ""]) => `\${${nameVariable(name)}}`
  );
  return names.length === 0 ? "a text with $" : `the value of ${[...new Set(names)].join(" and ")}`;
}
const nameVariable = (name) => /^(?:[A-Z][A-Z0-9_]{0,63}|[a-z]+(?:_[a-z]+)+)$/.test(name) ? name : `of ${name.length} characters`;
export {
  describeFound,
  nameVariable
};
