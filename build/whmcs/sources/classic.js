import { readProductList } from "./product-list.js";
const ACTION = "GetProducts";
function createClassicSource(deps) {
  return {
    name: "classic",
    actions: [ACTION],
    async read(signal) {
      const { products, unreadable } = await listProducts(deps, {}, signal);
      return { source: "classic", products, unreadable };
    },
    async readProducts(ids, signal) {
      return (await listProducts(deps, { pid: ids.join(",") }, signal)).products;
    },
    readOptions: (ids, signal) => listOptions(deps, ids, signal)
  };
}
async function listProducts({ site, client, report }, params, signal) {
  const reply = await client.call(ACTION, params, signal);
  const { stockPattern, totals } = site;
  return readProductList(reply, { source: "classic", action: ACTION, stockPattern, totals, report });
}
async function listOptions(deps, ids, signal) {
  return (await listProducts(deps, { pid: ids.join(",") }, signal)).products;
}
export {
  createClassicSource,
  listOptions,
  listProducts
};
