import { renderPath } from "../config/key-names.js";
import { VALUES } from "../config/limit.js";
import { setsValue } from "../config/limits-tables.js";
import { pathOfValue } from "../config/yaml-limits.js";
import { setCells } from "./table-draft.js";
function moveLimits({ limits }, { yaml, locate, lines }, rowOf) {
  const moved = [];
  const kept = [];
  const report = [];
  for (const limit of yaml) {
    if (limit.subject.kind === "product" && limits.products.get(limit.product)?.everyCombination)
      kept.push([...limit.path, "combinations"]);
    if (!setsValue(limit)) {
      if (limit.subject.kind !== "product") kept.push(limit.path);
      continue;
    }
    const row = rowOf(limit);
    for (const name of VALUES) {
      const value = limit.values[name];
      if (value === void 0) continue;
      const path = pathOfValue(limit, name);
      const cell = row?.cells[name]?.trim().toLowerCase() ?? "";
      if (row && (cell === "" || cell === String(value))) {
        setCells(row, { [name]: String(value) });
        moved.push(path);
      } else {
        kept.push(path);
        const why = row ? `the table has ${cell}` : "the row is in another table";
        report.push(`not moved: ${locate(path)}: ${name} ${value}; ${why}`);
      }
    }
  }
  const keptPrefixes = new Set(kept.flatMap(prefixes).map(keyOf));
  const deleted = /* @__PURE__ */ new Map();
  for (const path of moved) {
    const whole = prefixes(path).find((prefix) => !keptPrefixes.has(keyOf(prefix)));
    if (whole) deleted.set(keyOf(whole), whole);
  }
  return [
    ...report,
    ...[...deleted.values()].map((path) => `delete: ${lines(path)}: ${renderPath(["products", ...path])}`)
  ];
}
const prefixes = (path) => [...path.keys(), path.length].map((length) => path.slice(0, length));
const keyOf = (path) => JSON.stringify(path);
export {
  moveLimits
};
