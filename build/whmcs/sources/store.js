import { allOrNone } from "../all-or-none.js";
import { DecodeError, decodeFlag, decodeInteger, decodeList } from "../decode.js";
import { isRecord } from "../envelope.js";
import { plainText } from "../plain-text.js";
import { WhmcsError } from "../reasons.js";
import { listOptions, listProducts } from "./classic.js";
import { decodeElements } from "./product-list.js";
const PAGE_SIZE = 500;
const MOST_PAGES = 400;
const PRODUCTS = "store/products";
const GROUPS = "store/products/groups";
function createStoreSource(deps) {
  const { client, report } = deps;
  let groupNames = /* @__PURE__ */ new Map();
  async function readPages(path, signal) {
    const elements = [];
    let before = "";
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const query = { page: String(page), page_size: String(PAGE_SIZE) };
      const rows = await readPage(path, query, signal);
      const text = JSON.stringify(rows);
      if (rows.length === 0 || text === before) return elements;
      for (const row of rows) elements.push(row);
      before = text;
    }
    throw new WhmcsError("invalid_response", `${path}: more than ${MOST_PAGES} pages`);
  }
  async function readPage(path, query, signal) {
    try {
      return readStorePage(await client.get(path, query, signal), path);
    } catch (error) {
      if (query.page !== "1" && error instanceof WhmcsError && error.status === 404) return [];
      throw error;
    }
  }
  async function readGroups(signal) {
    try {
      const groups = decodeElements(await readPages(GROUPS, signal), decodeStoreGroup, report);
      groupNames = new Map(groups);
    } catch (error) {
      if (!(error instanceof WhmcsError) || signal.aborted) throw error;
      report("groups", { error: error.message }, "the names of product groups could not be read");
    }
  }
  async function readShown(id, signal) {
    const path = `${PRODUCTS}/${id}`;
    try {
      const { data } = await client.get(path, {}, signal, `${PRODUCTS}/{id}`);
      return decodeStoreProduct(data);
    } catch (error) {
      if (error instanceof WhmcsError && error.status === 404) return void 0;
      if (!(error instanceof DecodeError)) throw error;
      throw new WhmcsError("invalid_response", `${path}: ${error.message}`, { cause: error });
    }
  }
  const layOver = (listed, shown) => {
    const byId = new Map(shown.map((product) => [product.id, product]));
    return listed.map((product) => lay(byId.get(product.id), product, groupNames));
  };
  return {
    name: "store",
    actions: ["GetProducts", PRODUCTS, GROUPS],
    async read(signal) {
      const shown = decodeElements(await readPages(PRODUCTS, signal), decodeStoreProduct, report);
      await readGroups(signal);
      const { products, unreadable } = await listProducts(deps, {}, signal);
      return { source: "store", products: layOver(products, shown), unreadable };
    },
    readOptions: (ids, signal) => listOptions(deps, ids, signal),
    async readProducts(ids, signal) {
      const shown = await allOrNone(ids, signal, readShown);
      const { products } = await listProducts(deps, { pid: ids.join(",") }, signal);
      return layOver(
        products,
        shown.filter((product) => product !== void 0)
      );
    }
  };
}
function lay(shown, listed, groupNames) {
  const { id, name } = listed.group;
  const group = { id, name: (id === void 0 ? void 0 : groupNames.get(id)) ?? name };
  if (!shown) return { ...listed, group };
  return {
    ...listed,
    group,
    evidence: shown.evidence ?? listed.evidence,
    problem: listed.problem ?? shown.problem
  };
}
function readStorePage(reply, path) {
  try {
    if (!isRecord(reply.data) && !Array.isArray(reply.data)) throw new DecodeError("no list in data");
    return decodeList(reply.data);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new WhmcsError("invalid_response", `${path}: ${error.message}`, { cause: error, status: 200 });
  }
}
function decodeStoreProduct(value) {
  const { id, record } = identified(value);
  try {
    const stockControl = decodeFlag(record.stock_control_enabled);
    const quantity = decodeInteger(record.stock_quantity);
    const silent = stockControl === void 0 && quantity === void 0;
    return {
      id,
      evidence: silent ? void 0 : { source: "store", stockControl, quantity },
      problem: void 0
    };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { id, evidence: void 0, problem: `stock: ${error.message}` };
  }
}
function decodeStoreGroup(value) {
  const { id, record } = identified(value);
  return [id, plainText(record.name) || String(id)];
}
function identified(value) {
  if (!isRecord(value)) throw new DecodeError("expected an object with an id, found something else");
  const id = decodeInteger(value.id);
  if (id === void 0 || id < 1) throw new DecodeError("an element without an id");
  return { id, record: value };
}
export {
  createStoreSource
};
