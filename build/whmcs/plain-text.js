import { decode } from "html-entities";
import { cleanText } from "../stock/text.js";
function plainText(value) {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return "";
  return cleanText(value, value.includes("&") ? decode : void 0);
}
function readNames(text) {
  const bar = text.indexOf("|");
  if (bar < 0) return { name: text, aliases: [] };
  const [internal, friendly] = [text.slice(0, bar).trim(), text.slice(bar + 1).trim()];
  return { name: friendly || internal || text, aliases: [text, internal].filter((alias) => alias !== "") };
}
export {
  plainText,
  readNames
};
