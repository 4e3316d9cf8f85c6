import { VALUES } from "../config/limit.js";
import { renderRowPlace } from "../config/limit-row.js";
import { quote } from "../stock/finder.js";
import { foldName } from "../stock/names.js";
import { Miss } from "./choice-finder.js";
import { count } from "./command-io.js";
import { moveLimits } from "./move-limits.js";
import { listSubjects } from "./site-listing.js";
import { openSiteRows } from "./site-rows.js";
import { createSubjectFinder } from "./subject-finder.js";
import { setCells } from "./table-draft.js";
function refreshSite(table, { move, prune }) {
  const { live, part, draft, rows, others, isOwn, takesNew } = table;
  const report = [];
  const finder = createSubjectFinder({
    ...{ live, limits: [...rows, ...others, ...part.yaml], productNames: /* @__PURE__ */ new Map() }
  });
  const own = openSiteRows(live.site.name, [draft], rows, finder);
  const otherByKey = new Map(others.map((limit) => [finder.keyOf(limit), limit]));
  const drafts = new Map(draft.rows.map((row) => [row.source, row]));
  for (const { product, subject, place, row } of rows) {
    const found = finder.listed(product, subject);
    if (!(found instanceof Miss)) continue;
    const gone = drafts.get(row);
    if (gone) gone.isRemoved = prune;
    report.push(`${prune ? "removed" : "gone"}: ${renderRowPlace(place)}: ${found.message}`);
  }
  function add(key, product, subject, cells) {
    const values = otherByKey.get(key)?.row.cells ?? {};
    return own.add(key, product, subject, { ...pickValues(values), ...cells });
  }
  const added = /* @__PURE__ */ new Map();
  const renamed = /* @__PURE__ */ new Set();
  for (const listed of listSubjects(live, finder)) {
    const { key, product, subject } = listed;
    const row = own.byKey.get(key);
    if (row) {
      const { name = "" } = row.cells;
      if (name !== "" && foldName(name) !== foldName(product.name))
        renamed.add(`renamed: ${product.id} ${quote(name)} -> ${quote(product.name)}`);
      setCells(row, informativeCells(listed));
    } else if (takesNew && listed.isExposed && !(isOwn && otherByKey.has(key))) {
      add(key, product.id, subject, informativeCells(listed));
      const label = `new: ${product.id} ${product.name}`;
      added.set(label, (added.get(label) ?? 0) + 1);
    }
  }
  report.push(...renamed);
  if (rows.length > 0)
    report.push(...[...added].map(([label, number]) => `${label} (${count(number, "row")})`));
  else report.push(count(added.size, "product"));
  if (!move) return report;
  const moved = moveLimits(live.site, part, (limit) => {
    const key = finder.keyOf(limit);
    const row = own.byKey.get(key);
    if (row || isOwn && otherByKey.has(key)) return row;
    return add(key, limit.product, limit.subject, {});
  });
  return [...report, ...moved];
}
const pickValues = (cells) => Object.fromEntries(VALUES.flatMap((name) => cells[name] ? [[name, cells[name]]] : []));
function informativeCells({ product, stock, inUse }) {
  return {
    name: product.name,
    stock: String(stock.kind === "limited" ? stock.quantity : stock.kind),
    in_use: inUse === void 0 ? "" : String(inUse)
  };
}
export {
  refreshSite
};
