import { DecodeError, decodeFlag, decodeInteger } from "../decode.js";
import { isRecord } from "../envelope.js";
import { plainText } from "../plain-text.js";
import { decodeOptions, decodeUsage } from "./listed-options.js";
function decodeProduct(value, { source, stockPattern }) {
  if (!isRecord(value)) throw new DecodeError("expected a product, found something else");
  const id = decodeInteger(value.pid ?? value.id);
  if (id === void 0 || id < 1) throw new DecodeError("a product without an id");
  const oddities = [];
  const attempt = attemptAll(oddities);
  const groupId = attempt("details", "gid", () => decodeInteger(value.gid));
  const evidence = attempt("stock", "stock", () => decodeEvidence(value, source));
  const hidden = attempt("details", "hidden", () => decodeFlag(value.hidden));
  const retired = attempt("details", "retired", () => decodeFlag(value.retired));
  const options = attempt("options", "options", () => decodeOptions(value.configoptions, stockPattern));
  const usage = options && attempt("options", "units in use", () => decodeUsage(value, options));
  return {
    id,
    name: plainText(value.name) || String(id),
    group: { id: groupId, name: plainText(value.groupname) },
    type: plainText(value.type),
    module: plainText(value.module),
    payType: plainText(value.paytype),
    visibility: retired ? "retired" : hidden ? "hidden" : hidden === false ? "public" : "unknown",
    evidence: evidence ?? { source, stockControl: void 0, quantity: void 0 },
    problem: oddities.find(({ part }) => part === "stock")?.problem,
    options,
    usage,
    oddities
  };
}
const attemptAll = (oddities) => (part, field, decode) => {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    oddities.push({ part, problem: `${field}: ${error.message}` });
    return void 0;
  }
};
function decodeEvidence(value, source) {
  return {
    source,
    stockControl: decodeFlag(value.stockcontrol),
    quantity: decodeInteger(value.qty) ?? decodeInteger(value.stocklevel) ?? decodeInteger(value.quantity_available)
  };
}
export {
  decodeEvidence,
  decodeProduct
};
