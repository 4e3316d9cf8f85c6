import { CsvError, parse } from 'csv-parse/sync';
import { unguardText } from './spreadsheet-text.js';

/** A record of a CSV file: one line, or several if a cell holds line ends. */
export type CsvRecord = {
  readonly cells: readonly string[];
  /** The text in the file, without its line end. */
  readonly raw: string;
  /** The line it begins on, from 1. */
  readonly line: number;
};

/** A CSV file, with all that is needed to write it in the same form. */
export type Csv = {
  readonly hasByteOrderMark: boolean;
  /** Excel's own first line, such as `sep=;`. */
  readonly separatorLine: string | undefined;
  readonly delimiter: string;
  readonly lineEnd: string;
  /** Records with at least one cell that is not blank. */
  readonly records: readonly CsvRecord[];
};

/** The form of a new file. */
export const NEW_CSV: Csv = {
  hasByteOrderMark: false,
  separatorLine: undefined,
  delimiter: ',',
  lineEnd: '\n',
  records: [],
};

/** Unbalanced quotes. */
export class CsvFault extends Error {
  override readonly name = 'CsvFault';

  constructor(
    /** The line that the record begins on. */
    readonly line: number,
    /** The index of the cell. */
    readonly cell: number,
    message: string,
  ) {
    super(message);
  }
}

const DELIMITERS = [',', ';', '\t'];
const SEPARATOR_LINE = /^"?sep=(.)"?\1*(?:\n|$)/i;

/**
 * Parses CSV. The delimiter is what Excel's `sep=` line names, or else the most frequent one of the first
 * line.
 *
 * @throws {CsvFault} if quotes do not fit together.
 */
export function parseCsv(text: string): Csv {
  const hasByteOrderMark = text.startsWith('\uFEFF');
  const lineEnd = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const lines = text.slice(hasByteOrderMark ? 1 : 0).replace(/\r\n?/g, '\n');
  const [separator = '', named] = SEPARATOR_LINE.exec(lines) ?? [];
  const body = lines.slice(separator.length);
  const delimiter = named ?? detectDelimiter(body);
  return {
    hasByteOrderMark,
    separatorLine: separator === '' ? undefined : separator.replace('\n', ''),
    delimiter,
    lineEnd,
    records: parseRecords(body, delimiter, separator === '' ? 1 : 2),
  };
}

function detectDelimiter(text: string): string {
  const header = (/^.*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const counted = DELIMITERS.map((sign) => ({ sign, count: header.split(sign).length }));
  return counted.toSorted((a, b) => b.count - a.count)[0]?.sign ?? ',';
}

function parseRecords(text: string, delimiter: string, firstLine: number): readonly CsvRecord[] {
  const options = { delimiter, record_delimiter: '\n', relax_column_count: true, raw: true };
  const parseUpTo = (to?: number) => parse(text, { ...options, ...(to !== undefined && { to }) });
  try {
    return withLines(parseUpTo(), firstLine).records.filter(({ cells }) =>
      cells.some((cell) => cell.trim() !== ''),
    );
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Its type leaves these out.
    const { records = 0, column = 0 } = error as { records?: number; column?: unknown };
    const { nextLine } = withLines(records > 0 ? parseUpTo(Number(records)) : [], firstLine);
    const message =
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'a quote that is never closed; end the cell with "'
        : 'a quote inside a cell; put the cell in quotes and write "" for the quote';
    throw new CsvFault(nextLine, Number(column), message);
  }
}

/** Counts the lines of records, which the parser reports only for their ends. */
function withLines(parsed: unknown, firstLine: number) {
  let nextLine = firstLine;
  const records = (parsed as readonly { record: readonly string[]; raw: string }[]).map(({ record, raw }) => {
    const line = nextLine;
    for (let at = raw.indexOf('\n'); at >= 0; at = raw.indexOf('\n', at + 1)) nextLine += 1;
    return { cells: record.map(unguardText), raw: raw.replace(/\n$/, ''), line };
  });
  return { records, nextLine };
}
