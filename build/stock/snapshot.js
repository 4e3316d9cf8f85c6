import { assessOptions } from "./availability.js";
import { select } from "./selection.js";
import { nearestThresholds } from "./thresholds.js";
function takeSnapshot(site, catalogue) {
  const { products } = catalogue;
  const { thresholds, limits } = site;
  const thresholdsOf = ({ id, group }) => [
    thresholds.site,
    thresholds.groups.get(group.id ?? Number.NaN),
    limits.products.get(id)?.thresholds
  ];
  const selected = select(products, site.include, site.exclude);
  const exposed = new Set(selected);
  const listed = new Set(products.map(({ id }) => id));
  return {
    ...assessOptions(products, limits, (product) => exposed.has(product), thresholdsOf),
    ...catalogue,
    site: site.name,
    products: selected,
    seriesLimit: site.seriesLimit,
    thresholds: new Map(selected.map((product) => [product.id, nearestThresholds(thresholdsOf(product))])),
    missing: [...namedIds(site)].filter((id) => !listed.has(id))
  };
}
const namedIds = ({ include, stockControlled, unlimited, limits }) => /* @__PURE__ */ new Set([
  ...include?.ids ?? [],
  ...stockControlled?.ids ?? [],
  ...unlimited?.ids ?? [],
  ...limits.products.keys(),
  ...limits.pools.flatMap(({ draws }) => draws.map(({ product }) => product))
]);
export {
  takeSnapshot
};
