import { OPTION_KINDS } from "../stock/options.js";
import { plainText } from "./plain-text.js";
function decodeOptionKind(value) {
  const word = plainText(value).toLowerCase();
  return OPTION_KINDS.find((kind, index) => word === kind || word === String(index + 1));
}
export {
  decodeOptionKind
};
