import type { ServerResponse } from 'node:http';

/** Small enough that a slow client shows progress in time, large enough for most answers to be one piece. */
const PIECE_BYTES = 256 * 1024;

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
  const pieces = parts.flatMap(cut);
  const stalled = setTimeout(() => response.destroy(), stallMs);
  response.once('close', () => clearTimeout(stalled));

  function sendNext(): void {
    const piece = pieces.shift();
    if (pieces.length === 0) return void response.end(piece);
    response.write(piece, (error) => {
      if (error) return; // the client has left
      stalled.refresh();
      progressed();
      sendNext();
    });
  }
  sendNext();
}

const cut = (part: Buffer): readonly Buffer[] =>
  part.length <= PIECE_BYTES
    ? [part]
    : Array.from({ length: Math.ceil(part.length / PIECE_BYTES) }, (_, index) =>
        part.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES),
      );
