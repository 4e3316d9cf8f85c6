import { DecodeError, decodeInteger, decodeList } from "../decode.js";
import { isRecord } from "../envelope.js";
import { WhmcsError } from "../reasons.js";
import { decodeProduct } from "./listed-product.js";
function readProductList(reply, reading) {
  const { action, report } = reading;
  const elements = productElements(reply, reading);
  const products = decodeElements(elements, (element) => decodeProduct(element, reading), report);
  if (elements.length > 0 && products.length === 0) {
    throw new WhmcsError("invalid_response", `${action}: nothing in the list of products is a product`);
  }
  for (const product of products) reportOddities(product, report);
  return { products: uniqueById(products, report), unreadable: elements.length - products.length };
}
const ODD = {
  stock: "the stock of a product could not be read",
  details: "a field of a product could not be read; it is unknown",
  options: "a product's options could not be read whole; what is left of them is unknown"
};
function reportOddities({ id, oddities }, report) {
  for (const { part, problem } of oddities) report(`${part} ${id}`, { product_id: id, problem }, ODD[part]);
}
function uniqueById(products, report) {
  const byId = /* @__PURE__ */ new Map();
  for (const product of products) {
    const { id } = product;
    const isTwin = byId.has(id);
    if (isTwin) report(`twin ${id}`, { product_id: id }, "a product is listed twice; its stock is unknown");
    byId.set(id, isTwin ? { ...product, problem: "it is listed twice", usage: void 0 } : product);
  }
  return [...byId.values()];
}
const MOST_UNREADABLE = 3e4;
function decodeElements(elements, decode, report) {
  let unreadable = 0;
  return elements.flatMap((element, index) => {
    try {
      return [decode(element)];
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      unreadable += 1;
      if (unreadable > MOST_UNREADABLE)
        throw new WhmcsError(
          "invalid_response",
          `more than ${MOST_UNREADABLE} listed products can't be read`
        );
      report(
        `index ${index}`,
        { index, problem: error.message },
        "a product could not be read and is left out"
      );
      return [];
    }
  });
}
function productElements(reply, { action, totals }) {
  try {
    const { products } = reply;
    const list = isRecord(products) && "product" in products ? products.product : products;
    const elements = decodeList(list);
    const total = decodeInteger(reply.totalresults);
    if (total === void 0 && isNothing(list)) throw new DecodeError("no list of products");
    if (totals === "check") checkCounts(elements.length, total, decodeInteger(reply.numreturned));
    return elements;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new WhmcsError("invalid_response", `${action}: ${error.message}`, { cause: error });
  }
}
const isNothing = (list) => list === void 0 || list === null || list === false || list === "";
function checkCounts(listed, total, returned) {
  for (const [count, said] of [
    [total, "counted"],
    [returned, "returned"]
  ]) {
    if (count !== void 0 && count !== listed)
      throw new DecodeError(
        `${listed} products listed of ${count} ${said}; if this WHMCS always counts so, say totals: ignore`
      );
  }
}
export {
  decodeElements,
  readProductList
};
