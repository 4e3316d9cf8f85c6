import { joinChecksums } from './checksum.js';
import { packSmall } from './pack-small.js';
import { type Segment, textOf } from './segment.js';

export const ENCODINGS = ['gzip', 'identity'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** RFC 1952, section 2.3: deflate, no flags, no time, no extra flags, unknown system. */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);

/** RFC 1951, section 3.2.3: a final block of fixed codes with nothing in it. */
const FINAL_BLOCK = Buffer.from([0x03, 0x00]);

/**
 * Encodes an answer. Its segments are deflated already: a header, a final block, and a trailer with checksum
 * and length complete the gzip member.
 */
export const encode = async (segments: readonly Segment[], encoding: Encoding): Promise<readonly Buffer[]> =>
  packSmall(
    encoding === 'identity'
      ? await Promise.all(segments.map(textOf))
      : [GZIP_HEADER, ...segments.map(({ deflated }) => deflated), FINAL_BLOCK, trailerOf(segments)],
    ({ length }) => length,
    Buffer.concat,
  );

function trailerOf(segments: readonly Segment[]): Buffer {
  const { crc, length } = joinChecksums(segments.map(({ checksum }) => checksum));
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc, 0);
  trailer.writeUInt32LE(length % 2 ** 32, 4);
  return trailer;
}
