import { DecodeError, decodeInteger, decodeList } from "../decode.js";
import { isRecord } from "../envelope.js";
import { decodeOptionKind } from "../option-kind.js";
import { plainText } from "../plain-text.js";
const MOST = 1e7;
function readServicePage(reply, productId) {
  const { products } = reply;
  const rows = decodeList(isRecord(products) && "product" in products ? products.product : products);
  const total = decodeInteger(reply.totalresults);
  if (total === void 0 || total < 0 || total > MOST) throw new DecodeError("no number in totalresults");
  return { total, services: rows.map((row) => decodeService(row, productId)) };
}
function decodeService(row, productId) {
  if (!isRecord(row)) throw new DecodeError("expected a service, found something else");
  const id = decodeInteger(row.id);
  if (id === void 0) throw new DecodeError("a service without an id");
  try {
    if (decodeInteger(row.pid) !== productId)
      throw new DecodeError("it is of another product than asked for");
    const status = plainText(row.status).toLowerCase();
    if (status === "") throw new DecodeError("no status");
    return { id, status, quantity: decodeQuantity(row.qty), chosen: decodeChosen(row.configoptions) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new DecodeError(`service ${id}: ${error.message}`, { cause: error });
  }
}
function decodeQuantity(value) {
  const quantity = decodeInteger(value) ?? 1;
  if (quantity > 2 ** 31 - 1) throw new DecodeError("a quantity that can not be");
  return Math.max(1, quantity);
}
function decodeChosen(holder) {
  if (holder === void 0) throw new DecodeError("no configoptions");
  const listed = decodeList(isRecord(holder) && "configoption" in holder ? holder.configoption : holder);
  const chosen = /* @__PURE__ */ new Map();
  for (const value of listed) {
    const option = decodeOption(value);
    const key = String(option.optionId ?? option.option);
    const twin = chosen.get(key);
    chosen.set(key, twin && twin.value !== option.value ? { ...option, value: void 0 } : option);
  }
  return [...chosen.values()];
}
function decodeOption(value) {
  if (!isRecord(value)) throw new DecodeError("expected an option, found something else");
  const optionId = decodeInteger(value.id);
  const option = plainText(value.option);
  if (optionId === void 0 && option === "") throw new DecodeError("an option without an id or a name");
  const { value: held } = value;
  if (held !== null && typeof held !== "string" && typeof held !== "number") {
    throw new DecodeError(`option ${optionId ?? option}: expected a text or a number as its value`);
  }
  return { optionId, option, kind: decodeOptionKind(value.type), value: plainText(held) };
}
export {
  readServicePage
};
