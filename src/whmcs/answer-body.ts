import { inSlices } from '../slices.js';
import type { Work } from '../stock/work.js';
import type { FetchAnswer } from './transport.js';
import { WhmcsError } from './whmcs-error.js';

/**
 * Reads a body and stops as soon as it exceeds the limit. The limit counts decompressed bytes, which
 * protects against decompression bombs.
 *
 * @param received called with the size of each chunk.
 * @throws {WhmcsError} `too_large`. Errors of the connection pass through.
 */
export async function readAnswerBody(
  answer: FetchAnswer,
  limitBytes: number,
  received: (bytes: number) => void,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength;
    received(chunk.byteLength);
    if (bytes > limitBytes) {
      throw new WhmcsError('too_large', `the answer is larger than the body limit of ${limitBytes} bytes`, {
        status: answer.status,
      });
    }
    chunks.push(chunk);
  }
  return inSlices(join(chunks, bytes));
}

/** Joins chunks to one buffer, one per step: copying tens of megabytes at once would hold up scrapes. */
function* join(chunks: readonly Uint8Array[], bytes: number): Work<Buffer> {
  const joined = Buffer.allocUnsafe(bytes);
  let end = 0;
  for (const chunk of chunks) {
    yield;
    joined.set(chunk, end);
    end += chunk.byteLength;
  }
  return joined;
}
