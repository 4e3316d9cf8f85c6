import { DecodeError, decodeInteger, decodeList } from "../decode.js";
import { eachAlone } from "../each-alone.js";
import { isRecord } from "../envelope.js";
import { concernsSite, WhmcsError } from "../reasons.js";
import { listOptions, listProducts } from "./classic.js";
import { decodeEvidence } from "./listed-product.js";
function createProductDetailsSource(deps, parameter) {
  const { action } = deps.site.companion;
  async function detail(product, signal) {
    const reply = await deps.client.call(action, { [parameter]: String(product.id) }, signal);
    return {
      ...product,
      evidence: merge(product.evidence, decodeEvidence(recordOf(product.id, reply), "companion"))
    };
  }
  async function detailAll(products, signal) {
    const { done, failed, ended } = await eachAlone(products, signal, detail);
    const [first] = failed.values();
    const failure = ended ?? first;
    if (concernsSite(failure) || failure !== void 0 && done.size === 0) throw failureOf(failure, action);
    return products.map(
      (product) => done.get(product) ?? {
        ...product,
        problem: failureOf(failed.get(product) ?? ended, action).message
      }
    );
  }
  return {
    name: "companion",
    actions: ["GetProducts", action],
    async read(signal) {
      const { products, unreadable } = await listProducts(deps, {}, signal);
      return { source: "companion", products: await detailAll(products, signal), unreadable };
    },
    readOptions: (ids, signal) => listOptions(deps, ids, signal),
    async readProducts(ids, signal) {
      const { products } = await listProducts(deps, { pid: ids.join(",") }, signal);
      return detailAll(products, signal);
    }
  };
}
function recordOf(id, reply) {
  const { product, products } = reply;
  const listed = decodeList(
    product ?? (isRecord(products) && "product" in products ? products.product : products)
  );
  const records = (listed.length > 0 ? listed : [reply]).filter(isRecord);
  const idOf = (record) => decodeInteger(record.pid ?? record.productid ?? record.id);
  const found = records.find((record) => idOf(record) === id);
  if (found) return found;
  const [only] = records;
  if (only && records.length === 1 && idOf(only) === void 0) return only;
  throw new DecodeError("the answer is not of the product that was asked for");
}
const merge = (listed, told) => ({
  source: told.stockControl === void 0 && told.quantity === void 0 ? listed.source : told.source,
  stockControl: told.stockControl ?? listed.stockControl,
  quantity: told.quantity ?? listed.quantity
});
function failureOf(error, action) {
  if (error instanceof WhmcsError) return error;
  if (!(error instanceof DecodeError)) throw error;
  return new WhmcsError("invalid_response", `${action}: ${error.message}`, { cause: error });
}
export {
  createProductDetailsSource
};
