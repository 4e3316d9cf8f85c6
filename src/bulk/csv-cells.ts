/** A place in CSV that breaks its rules on quotes. */
export type QuoteFault = { readonly offset: number; readonly message: string };

/**
 * Where each cell of a row begins, which the parser does not tell.
 *
 * @param from where the row begins.
 * @returns the cells' offsets and that of the next row; or the first fault.
 */
export function scanRow(
  text: string,
  delimiter: string,
  from: number,
): { readonly starts: readonly number[]; readonly next: number } | QuoteFault {
  const starts: number[] = [];
  for (let at = from; ; ) {
    starts.push(at);
    const end = text[at] === '"' ? endOfQuoted(text, at) : endOfBare(text, delimiter, at);
    if (end === undefined) return { offset: at, message: 'a quote that is not closed; end the cell with "' };
    const after = text[end];
    if (after === undefined) return { starts, next: end };
    if (after === '\n') return { starts, next: end + 1 };
    if (after !== delimiter)
      return { offset: end, message: 'a quote within a cell; put the cell in quotes and write "" for it' };
    at = end + 1;
  }
}

/** The first fault in a text that could not be parsed. */
export function findFault(text: string, delimiter: string): QuoteFault {
  for (let at = 0; at < text.length; ) {
    const row = scanRow(text, delimiter, at);
    if ('message' in row) return row;
    at = row.next;
  }
  return { offset: 0, message: 'not valid CSV' };
}

function endOfQuoted(text: string, start: number): number | undefined {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at + 1;
  }
  return undefined;
}

function endOfBare(text: string, delimiter: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '"') at += 1;
  return at;
}
