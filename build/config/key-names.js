import { visibleText } from "../stock/text.js";
import { configJsonSchema } from "./json-schema.js";
const nameKey = (key) => isKnown(key) || /^(?=.{1,16}$)[a-z]+(?:_[a-z]+)*$/.test(key) ? JSON.stringify(key) : `of ${key.length} characters`;
function renderPath(path) {
  return path.map(
    (part, index) => typeof part === "number" ? `[${part}]` : `.${renderPart(String(part), path.slice(0, index))}`
  ).join("").replace(/^\./, "");
}
function renderPart(key, parents) {
  if (isKnown(key) || /^\d{1,10}$/.test(key)) return key;
  if (!isFreeName(parents)) return `(a key of ${key.length} characters)`;
  const name = visibleText(key).replace(/[\n\t]/g, " ");
  return name.length > MOST_SHOWN ? `${name.slice(0, MOST_SHOWN)}\u2026` : name;
}
const MOST_SHOWN = 64;
const isFreeName = (parents) => ["options", "choices", "when"].includes(String(parents.at(-1))) || parents.at(-2) === "options";
const isKnown = (key) => knownKeys().has(key);
let known;
function knownKeys() {
  known ??= new Set(keysOf(configJsonSchema()));
  return known;
}
function keysOf(schema) {
  if (typeof schema !== "object" || schema === null) return [];
  const own = "properties" in schema ? Object.keys(schema.properties ?? {}) : [];
  return [...own, ...Object.values(schema).flatMap(keysOf)];
}
export {
  nameKey,
  renderPath
};
