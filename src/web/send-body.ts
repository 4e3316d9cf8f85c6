import type { ServerResponse } from 'node:http';

/** Small enough that a slow client shows progress in time, large enough for most answers to be one piece. */
const PIECE_BYTES = 2 ** 20;

/**
 * Sends the body of an answer and ends it. The connection is closed if the client stops reading for a while.
 * Pieces are views: any number of answers share the memory of one body.
 *
 * @param progressed called when the client has taken a piece.
 */
export function sendBody(
  response: ServerResponse,
  parts: readonly Buffer[],
  stallMs: number,
  progressed: () => void = () => {},
): void {
  const pieces = cut(parts);
  const sendFrom = (index: number) => {
    const piece = pieces[index] ?? [];
    const isLast = index >= pieces.length - 1;
    response.cork(); // so that a piece is one write, of the first one together with the head
    for (const part of piece.slice(0, -1)) response.write(part);
    if (isLast) response.end(piece.at(-1));
    else
      response.write(piece.at(-1), (error) => {
        if (error) return; // the client has left
        progressed();
        sendFrom(index + 1);
      });
    response.uncork();
  };
  sendFrom(0);
  const isTaken = pieces.length === 1 && response.writableLength === 0; // the system took all of it
  if (!isTaken) response.setTimeout(stallMs, () => response.destroy());
}

/** Divides parts into pieces of a limited size. */
function cut(parts: readonly Buffer[]): readonly (readonly Buffer[])[] {
  const pieces: Buffer[][] = [];
  let [piece, left]: [Buffer[], number] = [[], 0];
  for (const part of parts)
    for (let start = 0; start < part.length; ) {
      if (left === 0) {
        [piece, left] = [[], PIECE_BYTES];
        pieces.push(piece);
      }
      const end = Math.min(part.length, start + left);
      piece.push(part.subarray(start, end));
      left -= end - start;
      start = end;
    }
  return pieces;
}
