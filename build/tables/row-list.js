import { isMap, isNode, isScalar, isSeq } from "yaml";
import { writeCombination } from "../config/combination-text.js";
import { describeUnknownColumn, findColumn } from "../config/csv-table.js";
import { isRead } from "../config/limit-row.js";
import { describeSyntaxError, parseYaml } from "../config/yaml.js";
function readRowList(file, text) {
  const { document, lines } = parseYaml(text);
  const rows = [];
  const problems = [];
  const lineAt = (offset = 0) => Math.max(1, lines.linePos(offset).line);
  const refuse = (node, message, column = "") => problems.push({ file, line: lineAt(isNode(node) ? node.range?.[0] : 0), column, message });
  for (const error of document.errors)
    problems.push({ file, line: lineAt(error.pos[0]), column: "", message: describeSyntaxError(error) });
  const list = document.contents;
  if (problems.length > 0 || !list || isScalar(list) && list.value === null) return { rows, problems };
  for (const item of isSeq(list) ? list.items : [list]) {
    if (!isMap(item) || !isSeq(list)) {
      refuse(item, 'expected a list of maps such as {"product": 12, "warning": 5}');
      continue;
    }
    const cells = {};
    const before = problems.length;
    for (const { key, value } of item.items) {
      const name = isScalar(key) ? String(key.value) : "";
      const column = findColumn(name);
      if (column === void 0) refuse(key, describeUnknownColumn(name));
      if (!isRead(column)) continue;
      if (cells[column] !== void 0) refuse(key, `a second "${column}"`);
      const cell = textOf(value, column);
      if (cell === void 0) refuse(value, "expected a text or a number", column);
      else if (cell.trim() !== "") cells[column] = cell;
    }
    const line = lineAt(item.range?.[0]);
    if (problems.length === before) rows.push({ place: { file, line }, cells });
  }
  return { rows, problems };
}
function textOf(node, column) {
  if (node === null) return "";
  if (isScalar(node)) {
    const { value, source } = node;
    if (typeof value === "number") return source ?? String(value);
    return typeof value === "string" ? value : value === null ? "" : void 0;
  }
  if (column !== "combination" || !isMap(node)) return void 0;
  const pairs = node.items.map(({ key, value }) => [textOf(key) ?? "", textOf(value) ?? ""]);
  return pairs.flat().includes("") ? void 0 : writeCombination(pairs);
}
export {
  readRowList
};
