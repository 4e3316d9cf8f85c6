import type { IncomingMessage } from 'node:http';

/** No route takes a larger body, in bytes. */
export const LARGEST_BODY = 64 * 1024;

export type BodyLimits = { readonly bytes: number; readonly ms: number };

/**
 * Reads the body of a request up to the limit. If `Content-Length` exceeds the limit, nothing is read.
 *
 * @returns the problem instead, if the body is too large, compressed, too slow or cut off.
 */
export function readRequestBody(
  request: IncomingMessage,
  limits: BodyLimits,
): Promise<Buffer | 'too_large' | 'malformed'> {
  const { 'content-length': length, 'content-encoding': encoding = 'identity' } = request.headers;
  if (Number(length) > limits.bytes) return Promise.resolve('too_large');
  if (encoding !== 'identity') return Promise.resolve('malformed');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const timer = setTimeout(end, limits.ms, 'malformed');
    function take(chunk: Buffer): void {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > limits.bytes) end('too_large');
    }
    const complete = () => end(Buffer.concat(chunks, bytes));
    const cutOff = () => end('malformed');
    function end(result: Buffer | 'too_large' | 'malformed'): void {
      clearTimeout(timer);
      request.off('data', take).off('end', complete).off('close', cutOff).pause();
      resolve(result);
    }
    request.on('data', take).on('end', complete).on('close', cutOff);
  });
}
