import { type Duplex, pipeline, type Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** What a request accepts. Servers disagree on what `deflate` is, so it is not asked for. */
export const ACCEPTED_ENCODINGS = 'gzip, br';

/** More would only slow down the exporter. */
const MOST_ENCODINGS = 5;

// Some servers end a compressed answer without its last bytes. Browsers and curl accept that, too.
const ZLIB = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const BROTLI = {
  flush: constants.BROTLI_OPERATION_FLUSH,
  finishFlush: constants.BROTLI_OPERATION_FLUSH,
};

const DECODERS: ReadonlyMap<string, () => Duplex> = new Map([
  ['gzip', () => createGunzip(ZLIB)],
  ['x-gzip', () => createGunzip(ZLIB)],
  ['deflate', () => createInflate(ZLIB)],
  ['br', () => createBrotliDecompress(BROTLI)],
]);

/**
 * Returns a body without its encodings (RFC 9110, section 8.4). Errors of the body are errors of the result,
 * and the body is destroyed with it.
 *
 * @param encoding the Content-Encoding header. If a coding is unknown, the body is returned as it is.
 */
export function decompress(body: Readable, encoding: string | null): Readable {
  if (encoding === null) return body;
  const codings = encoding.toLowerCase().split(',', MOST_ENCODINGS + 1);
  const decoders = codings.reverse().map((coding) => DECODERS.get(coding.trim()));
  if (decoders.length > MOST_ENCODINGS || !decoders.every((create) => create !== undefined)) return body;
  return decoders.reduce<Readable>((stream, create) => pipeline(stream, create(), () => {}), body);
}
