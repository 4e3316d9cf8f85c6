import { TABLE_COLUMNS } from "../config/limit-row.js";
import { guardText } from "../config/spreadsheet-text.js";
import { count } from "./command-io.js";
const openDraft = (table) => ({
  table,
  rows: table.rows.map((row) => ({
    ...{ cells: readCells(table, row), source: row, isChanged: false, isRemoved: false }
  }))
});
function readCells({ columns }, { record }) {
  const cells = {};
  for (const [index, column] of columns.entries()) {
    const cell = record.cells[index];
    if (column !== void 0 && cell) cells[column] = cell;
  }
  return cells;
}
function setCells(row, cells) {
  for (const column of TABLE_COLUMNS) {
    const cell = cells[column];
    if (cell === void 0 || (row.cells[column] ?? "").trim() === cell) continue;
    row.cells[column] = cell;
    row.isChanged = true;
  }
}
function insertRow({ rows }, previous) {
  const row = { cells: {}, source: void 0, isChanged: true, isRemoved: false };
  rows.splice(previous ? rows.indexOf(previous) + 1 : rows.length, 0, row);
  return row;
}
function describeChanges(draft) {
  const counts = { added: 0, changed: 0, removed: 0 };
  for (const { source, isChanged, isRemoved } of draft.rows) {
    if (isRemoved) counts.removed += 1;
    else if (!source) counts.added += 1;
    else if (isChanged) counts.changed += 1;
  }
  const words = Object.entries(counts).flatMap(
    ([what, number]) => number === 0 ? [] : [`${count(number, "row")} ${what}`]
  );
  return words.length === 0 ? void 0 : words.join(", ");
}
function renderTable(draft) {
  const { separatorLine, hasByteOrderMark, lineEnd } = draft.table.csv;
  const lines = renderLines(draft).flatMap(({ after }) => after ?? []);
  const text = [...separatorLine === void 0 ? [] : [separatorLine], ...lines, ""].join("\n");
  const mark = hasByteOrderMark || /[^\n -~]/.test(text) ? "\uFEFF" : "";
  return mark + text.replaceAll("\n", lineEnd);
}
function renderDiff(draft) {
  const { file } = draft.table;
  const hunks = [];
  let shift = 0;
  let next = 1;
  for (const { line = next, before, after } of renderLines(draft)) {
    const [removed, added] = [before?.split("\n") ?? [], after?.split("\n") ?? []];
    next = line + removed.length;
    if (before === after) continue;
    hunks.push(`@@ -${range(line, removed)} +${range(line + shift, added)} @@`);
    hunks.push(...removed.map((text) => `-${text}`), ...added.map((text) => `+${text}`));
    shift += added.length - removed.length;
  }
  return [`--- ${file}`, `+++ ${file}`, ...hunks, ""].join("\n");
}
const range = (line, { length }) => `${length === 0 ? line - 1 : line},${length}`;
function renderLines({ table, rows }) {
  const [header] = table.csv.records;
  const used = TABLE_COLUMNS.filter((column) => !header || rows.some(({ cells }) => cells[column]));
  const added = used.filter((column) => !table.columns.includes(column));
  const columns = added.length === 0 ? table.columns : [...table.columns.filter((column) => column !== void 0), ...added];
  const { delimiter } = table.csv;
  const render = (cells) => cells.map((cell) => quoteCell(cell, delimiter)).join(delimiter);
  const renderRow = ({ cells, source, isChanged }) => source && !isChanged && added.length === 0 ? source.record.raw : render(columns.map((column) => renderCell(column, column && cells[column])));
  return [
    {
      line: header?.line,
      before: header?.raw,
      after: header && added.length === 0 ? header.raw : render(columns.map((column) => column ?? ""))
    },
    ...rows.map((row) => ({
      line: row.source?.record.line,
      before: row.source?.record.raw,
      after: row.isRemoved ? void 0 : renderRow(row)
    }))
  ];
}
const quoteCell = (cell, delimiter) => /["\n\r\t,;]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
const NUMBERS = ["capacity", "warning", "critical", "stock", "in_use"];
const renderCell = (column, cell = "") => NUMBERS.includes(column) ? cell : guardText(cell);
export {
  describeChanges,
  insertRow,
  openDraft,
  renderDiff,
  renderTable,
  setCells
};
