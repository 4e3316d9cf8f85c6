import { UserError } from '../user-error.js';

/** A character in a file that was read. */
export type Place = { readonly file: string; readonly line: number; readonly column: number };

/** What is wrong with one cell of a table. */
export type CellProblem = {
  readonly place: Place;
  /** The column's name; empty where the row or the file as a whole is meant. */
  readonly name: string;
  readonly message: string;
};

export const renderPlace = ({ file, line, column }: Place): string => `${file}:${line}:${column}`;

export const renderProblem = ({ place, name, message }: CellProblem): string =>
  `${renderPlace(place)}: ${name === '' ? '' : `${name}: `}${message}`;

/** A file that can't be read as a table at all. */
export class TableError extends UserError {
  override readonly name = 'TableError';

  constructor(place: Place, message: string) {
    super(renderProblem({ place, name: '', message }));
  }
}

/** Tells lines and columns, both from 1 and in characters, of offsets in a text. */
export function createPlacer(file: string, text: string): (offset: number) => Place {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  let [known, column] = [0, 1]; // a place already counted, from which the next of the same line is counted on
  return (offset) => {
    let [line, end] = [1, starts.length];
    while (line < end) {
      const middle = Math.ceil((line + end) / 2);
      if ((starts[middle - 1] ?? 0) <= offset) line = middle;
      else end = middle - 1;
    }
    const start = starts[line - 1] ?? 0;
    if (known < start || known > offset) [known, column] = [start, 1];
    column += [...text.slice(known, offset)].length;
    known = offset;
    return { file, line, column };
  };
}
