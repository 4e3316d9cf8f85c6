import { CsvError, parse } from "csv-parse/sync";
import { unguardText } from "./spreadsheet-text.js";
const NEW_CSV = {
  hasByteOrderMark: false,
  separatorLine: void 0,
  delimiter: ",",
  lineEnd: "\n",
  records: []
};
class CsvFault extends Error {
  constructor(line, cell, message) {
    super(message);
    this.line = line;
    this.cell = cell;
  }
  line;
  cell;
  name = "CsvFault";
}
const DELIMITERS = [",", ";", "	"];
const SEPARATOR_LINE = /^"?sep=(.)"?\1*(?:\n|$)/i;
function parseCsv(text) {
  const hasByteOrderMark = text.startsWith("\uFEFF");
  const lineEnd = /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
  const lines = text.slice(hasByteOrderMark ? 1 : 0).replace(/\r\n?/g, "\n");
  const [separator = "", named] = SEPARATOR_LINE.exec(lines) ?? [];
  const body = lines.slice(separator.length);
  const delimiter = named ?? detectDelimiter(body);
  return {
    hasByteOrderMark,
    separatorLine: separator === "" ? void 0 : separator.replace("\n", ""),
    delimiter,
    lineEnd,
    records: parseRecords(body, delimiter, separator === "" ? 1 : 2)
  };
}
function detectDelimiter(text) {
  const header = (/^.*/.exec(text)?.[0] ?? "").replace(/"[^"]*"/g, "");
  const counted = DELIMITERS.map((sign) => ({ sign, count: header.split(sign).length }));
  return counted.toSorted((a, b) => b.count - a.count)[0]?.sign ?? ",";
}
function parseRecords(text, delimiter, firstLine) {
  const options = { delimiter, record_delimiter: "\n", relax_column_count: true, raw: true };
  const parseUpTo = (to) => parse(text, { ...options, ...to !== void 0 && { to } });
  try {
    return withLines(parseUpTo(), firstLine).records.filter(
      ({ cells }) => cells.some((cell) => cell.trim() !== "")
    );
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { records = 0, column = 0 } = error;
    const { nextLine } = withLines(records > 0 ? parseUpTo(Number(records)) : [], firstLine);
    const message = error.code === "CSV_QUOTE_NOT_CLOSED" ? 'a quote that is never closed; end the cell with "' : 'a quote inside a cell; put the cell in quotes and write "" for the quote';
    throw new CsvFault(nextLine, Number(column), message);
  }
}
function withLines(parsed, firstLine) {
  let nextLine = firstLine;
  const records = parsed.map(({ record, raw }) => {
    const line = nextLine;
    for (let at = raw.indexOf("\n"); at >= 0; at = raw.indexOf("\n", at + 1)) nextLine += 1;
    return { cells: record.map(unguardText), raw: raw.replace(/\n$/, ""), line };
  });
  return { records, nextLine };
}
export {
  CsvFault,
  NEW_CSV,
  parseCsv
};
