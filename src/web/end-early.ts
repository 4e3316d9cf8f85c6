import type { IncomingMessage, ServerResponse } from 'node:http';

const LINGER_MS = 1_000;
const LINGER_BYTES = 2 ** 20;

/**
 * Sends an answer without a body, and closes the connection if the request is still coming. It reads on for a
 * moment first: with unread bytes the system resets the connection, and the client loses the answer.
 */
export function endEarly(request: IncomingMessage, response: ServerResponse, status: number): void {
  if (request.complete) return void response.writeHead(status, { 'Content-Length': 0 }).end();
  response.writeHead(status, { 'Content-Length': 0, Connection: 'close' }).flushHeaders();
  let left = LINGER_BYTES;
  const end = () => void response.end();
  const timer = setTimeout(end, LINGER_MS);
  response.once('close', () => clearTimeout(timer));
  request.once('end', end).on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) end();
  });
  request.resume();
}
