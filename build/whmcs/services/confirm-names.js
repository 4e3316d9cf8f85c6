import { isSameNames } from "../../stock/options.js";
const MOST_IDS = 500;
async function confirmNames(count, products, source, signal) {
  const counted = products.filter(({ id }) => count.usage.has(id));
  try {
    const now = /* @__PURE__ */ new Map();
    for (let start = 0; start < counted.length; start += MOST_IDS) {
      const ids = counted.slice(start, start + MOST_IDS).map(({ id }) => id);
      for (const { id, options } of await source.readOptions(ids, signal)) now.set(id, options);
    }
    const isConfirmed = ({ id, options }) => {
      const found = now.get(id);
      return found ? isSameNames(options ?? [], found) : !now.has(id);
    };
    const renamed = counted.filter((product) => !isConfirmed(product)).map(({ id }) => id);
    const lost = new Set(renamed);
    return { ...count, usage: new Map([...count.usage].filter(([id]) => !lost.has(id))), renamed };
  } catch (error) {
    if (signal.aborted) throw error;
    return { usage: /* @__PURE__ */ new Map(), failed: count.failed, ended: count.ended ?? error, renamed: [] };
  }
}
export {
  confirmNames
};
