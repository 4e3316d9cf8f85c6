import { VALUES } from "../config/limit.js";
import { renderRowPlace } from "../config/limit-row.js";
import { pathOfValue } from "../config/yaml-limits.js";
import { Miss } from "./choice-finder.js";
import { openSiteRows } from "./site-rows.js";
import { createSubjectFinder } from "./subject-finder.js";
import { setCells } from "./table-draft.js";
function createSiteEditor(site, part, [first, ...others], live) {
  if (!first)
    return (_, report) => {
      report("site", `${site.name} has no table; set limits: stock.csv for it in the configuration`);
      return void 0;
    };
  const names = new Map(
    [first, ...others].flatMap(({ rows }) => rows.map(({ source, cells }) => [source, cells.name]))
  );
  const finder = createSubjectFinder({
    live,
    limits: [...part.rows, ...part.yaml],
    productNames: new Map(part.rows.flatMap(({ product, row }) => [[product, names.get(row) ?? ""]]))
  });
  const { columns } = first.table;
  const showsName = columns.length === 0 || columns.includes("name");
  const shown = new Map(live?.catalogue.products.map(({ id, name }) => [id, showsName ? name : ""]));
  const own = openSiteRows(site.name, [first, ...others], part.rows, finder);
  const yaml = new Map(part.yaml.map((limit) => [finder.keyOf(limit), limit]));
  const seen = /* @__PURE__ */ new Map();
  return (row, report) => {
    const product = finder.product(row.product);
    const found = product instanceof Miss ? product : finder.any(product, row.subject);
    if (found instanceof Miss) {
      report(found.column, found.message);
      return void 0;
    }
    const { key } = found;
    const same = seen.get(key);
    if (same) report("", `the same as in ${renderRowPlace(same)}; delete one of the two rows`);
    seen.set(key, row.place);
    const current = own.byKey.get(key);
    const cells = same ? void 0 : newCells(row, current?.cells ?? {}, yaml.get(key), part, report);
    if (cells && current) setCells(current, cells);
    else if (cells && Object.values(cells).some((cell) => cell !== ""))
      own.add(key, found.product, found.subject, {
        name: shown.get(found.product) ?? "",
        ...cells
      });
    return found.hint;
  };
}
function newCells({ values }, current, set, { locate }, report) {
  const cells = {};
  let isValid = true;
  for (const name of VALUES) {
    const [value, other] = [values[name], set?.values[name]];
    if (value === void 0 || value === other) continue;
    if (set && other !== void 0) {
      isValid = false;
      report(
        name,
        `${locate(pathOfValue(set, name))} sets ${other}; change it there, or move it with discover --move`
      );
    }
    cells[name] = value === "default" || name === "capacity" && value === "none" ? "" : String(value);
  }
  const [warning, critical] = ["warning", "critical"].map(
    (name) => Number.parseInt(cells[name] ?? current[name] ?? String(set?.values[name]), 10)
  );
  if (warning !== void 0 && critical !== void 0 && critical > warning) {
    isValid = false;
    report(
      values.critical === void 0 ? "warning" : "critical",
      `critical ${critical} must not be above warning ${warning}`
    );
  }
  return isValid ? cells : void 0;
}
export {
  createSiteEditor
};
