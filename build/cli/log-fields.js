import { stdSerializers } from "pino";
import { visibleText } from "../stock/text.js";
const LONGEST_LINE = 4096;
const MOST_ITEMS = 20;
const MOST_KEYS = 50;
const DEEPEST = 4;
function shorten(fields, redact) {
  let left = LONGEST_LINE;
  function shortenText(text) {
    const start = text.slice(0, left);
    left -= start.length;
    if (start.length === text.length) return visibleText(text);
    return `${visibleText(redact(start))}\u2026 (${text.length} characters)`;
  }
  function shortenValue(value, depth) {
    if (typeof value === "string") return shortenText(value);
    if (typeof value !== "object" || value === null) return value;
    if (depth > DEEPEST) return "\u2026";
    if (!Array.isArray(value)) return shortenObject(value, depth);
    const items = value.slice(0, MOST_ITEMS).map((item) => shortenValue(item, depth + 1));
    return value.length > MOST_ITEMS ? [...items, `\u2026 ${value.length - MOST_ITEMS} more`] : items;
  }
  function shortenObject(value, depth) {
    const entries = Object.entries(value instanceof Error ? stdSerializers.err(value) : value);
    const shortened = entries.slice(0, MOST_KEYS).map(([key, item]) => [shortenText(key), shortenValue(item, depth + 1)]);
    return Object.fromEntries(shortened);
  }
  return shortenObject(fields, 0);
}
export {
  shorten
};
