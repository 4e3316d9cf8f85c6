import { CsvFault, NEW_CSV, parseCsv } from "./csv.js";
import { nameKey } from "./key-names.js";
import {
  isRead,
  TABLE_COLUMNS
} from "./limit-row.js";
const emptyTable = (file, text) => ({
  ...{ file, text, csv: NEW_CSV, columns: [], rows: [], problems: [] }
});
function readCsvTable(file, text) {
  let csv;
  try {
    csv = parseCsv(text);
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    const { line, cell, message } = error;
    return { ...emptyTable(file, text), problems: [{ file, line, column: nameCell(text, cell), message }] };
  }
  const [header, ...records] = csv.records;
  if (!header) return { ...emptyTable(file, text), csv };
  const columns = header.cells.map(findColumn);
  const faults = [...findHeaderFaults(header.cells, columns)];
  if (faults.length > 0) {
    const problems2 = faults.map((message) => ({ file, line: header.line, column: "", message }));
    return { file, text, csv, columns, rows: [], problems: problems2 };
  }
  const rows = [];
  const problems = [];
  for (const record of records) {
    const place = { file, line: record.line };
    if (record.cells.every((cell, index) => columns[index] !== void 0 || cell.trim() === ""))
      rows.push({ place, cells: nameCells(record, columns), record });
    else problems.push({ ...place, column: "", message: "a cell in a column without a name" });
  }
  return { file, text, csv, columns, rows, problems };
}
function findColumn(name) {
  const key = name.trim().toLowerCase();
  return TABLE_COLUMNS.find((column) => column === key);
}
const EXPECTED = `the columns are ${TABLE_COLUMNS.filter(isRead).join(", ")}`;
const describeUnknownColumn = (name) => `unknown column ${nameKey(name.trim().toLowerCase())}; ${EXPECTED}`;
function* findHeaderFaults(names, columns) {
  if (!columns.includes("product")) {
    yield `the first line names no column "product"; ${EXPECTED}`;
    return;
  }
  for (const [index, column] of columns.entries()) {
    if (column === void 0 && names[index]?.trim() !== "") yield describeUnknownColumn(names[index] ?? "");
    if (column !== void 0 && columns.indexOf(column) < index) yield `a second column "${column}"`;
  }
}
function nameCells({ cells }, columns) {
  const named = {};
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? "";
    if (isRead(column) && cell.trim() !== "") named[column] = cell;
  }
  return named;
}
function nameCell(text, cell) {
  try {
    const [header] = parseCsv(/^(?:.*sep=.*\n)?.*/i.exec(text)?.[0] ?? "").records;
    const column = findColumn(header?.cells[cell] ?? "");
    return isRead(column) ? column : "";
  } catch {
    return "";
  }
}
export {
  describeUnknownColumn,
  emptyTable,
  findColumn,
  readCsvTable
};
