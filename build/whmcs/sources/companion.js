import { productsInUse } from "../../stock/limits.js";
import { WhmcsError } from "../reasons.js";
import { createProductDetailsSource } from "./product-details.js";
import { readProductList } from "./product-list.js";
function createCompanionSource(deps) {
  const { site, client, report } = deps;
  const { stockPattern, totals } = site;
  const { action, parameter } = site.companion;
  if (parameter !== void 0) return createProductDetailsSource(deps, parameter);
  const isSilentOfOptions = site.usage.products === "none" && site.stockPattern === void 0;
  const usage = isSilentOfOptions ? { usage: "0" } : { statuses: site.usage.statuses.join(",") };
  const configured = productsInUse(site.limits);
  const isOfInterest = ({ id }) => site.usage.products === "configured" ? configured.has(id) : site.usage.products !== "none";
  const list = async (params, signal) => {
    const options = { counts: !isSilentOfOptions };
    const reply = await client.call(action, { ...usage, ...params }, signal, options);
    const listed = readProductList(reply, { source: "companion", action, stockPattern, totals, report });
    const products = listed.products.map(
      (product) => isOfInterest(product) ? product : { ...product, usage: void 0 }
    );
    return { ...listed, products };
  };
  return {
    name: "companion",
    actions: [action],
    async read(signal) {
      const { products, unreadable } = await list({}, signal);
      if (!products.some(({ evidence }) => evidence.stockControl !== void 0)) {
        throw new WhmcsError(
          "invalid_response",
          `${action}: no product that says whether its stock is controlled`
        );
      }
      return { source: "companion", products, unreadable };
    },
    readOptions: async (ids, signal) => (await list({ productids: ids.join(",") }, signal)).products,
    readProducts: async (ids, signal) => (await list({ productids: ids.join(",") }, signal)).products
  };
}
export {
  createCompanionSource
};
