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
  const pieces = isOnePiece(parts) ? parts : parts.flatMap(cut);
  if (pieces.length === 1) {
    response.end(pieces[0]);
    if (response.writableLength > 0) watch(response, stallMs); // otherwise the system has taken all of it
    return;
  }
  const stalled = watch(response, stallMs);
  const sendFrom = (index: number) => {
    if (index >= pieces.length - 1) return void response.end(pieces[index]);
    response.write(pieces[index], (error) => {
      if (error) return; // the client has left
      stalled.refresh();
      progressed();
      sendFrom(index + 1);
    });
  };
  sendFrom(0);
}

const isOnePiece = (parts: readonly Buffer[]): boolean =>
  parts.length === 1 && (parts[0]?.length ?? 0) <= PIECE_BYTES;

/** Closes the connection after `stallMs`, unless the answer ends first. */
function watch(response: ServerResponse, stallMs: number): NodeJS.Timeout {
  const stalled = setTimeout(() => response.destroy(), stallMs);
  response.once('close', () => clearTimeout(stalled));
  return stalled;
}

const cut = (part: Buffer): readonly Buffer[] =>
  part.length <= PIECE_BYTES
    ? [part]
    : Array.from({ length: Math.ceil(part.length / PIECE_BYTES) }, (_, index) =>
        part.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES),
      );
