import { writeCombination } from "../config/combination-text.js";
import { setsValue } from "../config/limits-tables.js";
import { insertRow, setCells } from "./table-draft.js";
function openSiteRows(site, tables, limits, { keyOf }) {
  const [first] = tables;
  const { columns } = first.table;
  const own = columns.length === 0 || columns.includes("site") ? { site } : {};
  const rows = new Map(tables.flatMap((table) => table.rows.map((row) => [row.source, row])));
  const inFirst = new Set(first.rows);
  const byKey = /* @__PURE__ */ new Map();
  const lastOf = /* @__PURE__ */ new Map();
  let last;
  for (const limit of limits) {
    const row = rows.get(limit.row);
    if (!row) continue;
    const key = keyOf(limit);
    if (!byKey.has(key) || setsValue(limit)) byKey.set(key, row);
    if (inFirst.has(row)) lastOf.set(limit.product, row);
    if (inFirst.has(row)) last = row;
  }
  return {
    byKey,
    add(key, product, subject, cells) {
      const previous = lastOf.get(product) ?? last;
      const row = insertRow(first, previous);
      lastOf.set(product, row);
      if (previous === last) last = row;
      setCells(row, { ...own, product: String(product), ...nameCells(subject), ...cells });
      byKey.set(key, row);
      return row;
    }
  };
}
function nameCells(subject) {
  if (subject.kind === "product") return {};
  if (subject.kind === "choice") return { option: subject.option, choice: subject.choice };
  return { combination: writeCombination(subject.when) };
}
export {
  openSiteRows
};
