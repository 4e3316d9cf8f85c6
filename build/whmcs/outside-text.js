import { visibleText } from "../stock/text.js";
const LONGEST = 2048;
function oneLine(text) {
  const kept = text.length > LONGEST ? `${text.slice(0, LONGEST)}\u2026` : text;
  return visibleText(kept).replace(/\s+/g, " ").trim();
}
export {
  oneLine
};
