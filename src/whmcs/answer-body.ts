import type { FetchAnswer } from './transport.js';
import { WhmcsError } from './whmcs-error.js';

/** The largest memory that Node 20 can reserve. */
const MOST_BYTES = 2 ** 32;

/**
 * Reads a body and stops as soon as it exceeds the limit. The limit counts decompressed bytes, which
 * protects against decompression bombs.
 *
 * The memory is reserved at once, but used only as far as the body reaches. So it grows without a copy, and
 * returns to the system when it is freed. A heap would keep the room of twenty megabytes.
 *
 * @param received called with the size of each chunk.
 * @throws {WhmcsError} `too_large`. Errors of the connection pass through.
 */
export async function readAnswerBody(
  answer: FetchAnswer,
  limitBytes: number,
  received: (bytes: number) => void,
): Promise<Buffer> {
  const limit = Math.min(limitBytes, MOST_BYTES);
  const memory = new ArrayBuffer(0, { maxByteLength: limit });
  for await (const chunk of answer.body ?? []) {
    const start = memory.byteLength;
    received(chunk.byteLength);
    if (start + chunk.byteLength > limit) {
      throw new WhmcsError('too_large', `the answer is larger than the body limit of ${limit} bytes`, {
        status: answer.status,
      });
    }
    memory.resize(start + chunk.byteLength);
    new Uint8Array(memory, start).set(chunk);
    free(chunk);
  }
  return bufferOf(memory);
}

/**
 * Returns a buffer of resizable memory. For each that `Buffer.from` creates, V8 creates a hidden class, so
 * that compiled code never fits the next one: scanning a large answer would take several times as long.
 */
const bufferOf = (memory: ArrayBuffer): Buffer =>
  Object.setPrototypeOf(new Uint8Array(memory, 0, memory.byteLength), Buffer.prototype);

/** Frees a chunk that was read, where Node can (from 22 on). Otherwise it waits for a garbage collection. */
function free({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer?.(0);
}
