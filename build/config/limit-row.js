import { readCombination } from "./combination-text.js";
import { MOST_UNITS, units } from "./limits-schema.js";
const TABLE_COLUMNS = [
  ...["site", "product", "name", "option", "choice", "combination"],
  ...["capacity", "warning", "critical", "stock", "in_use"]
];
const isRead = (column) => column !== void 0 && !["name", "stock", "in_use"].includes(column);
const renderRowPlace = ({ file, line }) => `${file}:${line}`;
const renderRowProblem = ({ column, message, ...place }) => `${renderRowPlace(place)}: ${column === "" ? "" : `${column}: `}${message}`;
function readLimitRow({ place, cells }, report) {
  let isValid = true;
  const refuse = (column, message) => {
    isValid = false;
    report(column, message);
  };
  const product = cells.product?.trim();
  if (product === void 0) refuse("product", "empty; set the id of a product");
  const subject = readSubject(cells, refuse);
  const values = {
    capacity: readValue(cells.capacity, ["none"], "capacity", refuse),
    warning: readValue(cells.warning, ["none", "default"], "warning", refuse),
    critical: readValue(cells.critical, ["none", "default"], "critical", refuse)
  };
  if (subject?.kind === "product" && values.capacity !== void 0)
    refuse("capacity", "a product's stock is set in WHMCS; only choices and combinations have a capacity");
  if (!isValid || product === void 0 || !subject) return void 0;
  return { place, site: cells.site?.trim(), product, subject, values };
}
function readSubject({ option, choice, combination }, report) {
  if (combination !== void 0) {
    if (option !== void 0 || choice !== void 0)
      report("combination", "the row names an option or a choice as well; a row is about one thing");
    const when = readCombination(combination);
    if (!when) report("combination", "expected choices by option, such as Location=Tokyo, RAM=64 GB");
    return when && { kind: "combination", when };
  }
  if (choice !== void 0) return { kind: "choice", option, choice };
  if (option === void 0) return { kind: "product" };
  report("choice", "empty, but the row names an option; name one of its choices");
  return void 0;
}
function readValue(cell, words, column, report) {
  const text = cell?.trim().toLowerCase() ?? "";
  if (text === "") return void 0;
  const word = words.find((known) => known === text);
  if (word !== void 0) return word;
  const { data } = units.safeParse(text);
  if (data !== void 0) return data;
  const expected = [`a whole number from 0 to ${MOST_UNITS}`, ...words].join(" or ");
  report(column, `expected ${expected}, found ${describe(text)}`);
  return void 0;
}
function describe(text) {
  if (/^[\p{N}\p{P}\p{S}\s]{1,12}$/u.test(text)) return JSON.stringify(text);
  return `a text of ${text.length} ${text.length === 1 ? "character" : "characters"}`;
}
export {
  TABLE_COLUMNS,
  describe,
  isRead,
  readLimitRow,
  renderRowPlace,
  renderRowProblem
};
