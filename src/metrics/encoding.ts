import { crc32 } from 'node:zlib';
import { type Checksum, joinChecksums } from './checksum.js';
import { joinBytes } from './join-bytes.js';
import { packSmall } from './pack-small.js';
import { joinSmallSegments, type Segment, textOf } from './segment.js';

export const ENCODINGS = ['gzip', 'identity'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** RFC 1952, section 2.3: deflate, no flags, no time, no extra flags, unknown system. */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);

/** RFC 1951, section 3.2.4: the longest text of a block without compression, and the head of such a block. */
const LONGEST_STORED = 2 ** 16 - 1;
const STORED_HEAD = 5;
/** RFC 1952, section 2.3.1: checksum and length. */
const GZIP_TRAILER = 8;

/** The first parts of an answer, which many answers share. */
export type Beginning = {
  readonly encoding: Encoding;
  readonly parts: readonly Buffer[];
  /** Of the text. */
  readonly checksum: Checksum;
};

/** Encodes the segments with which answers begin. They are deflated already. */
export async function beginAnswer(segments: readonly Segment[], encoding: Encoding): Promise<Beginning> {
  const parts =
    encoding === 'identity'
      ? await Promise.all(joinSmallSegments(segments).map(textOf))
      : [GZIP_HEADER, ...segments.map(({ deflated }) => deflated)];
  return {
    encoding,
    parts: packSmall(parts, ({ length }) => length, joinBytes),
    checksum: joinChecksums(segments.map(({ checksum }) => checksum)),
  };
}

/** Completes an answer with the text that only this answer has. */
export function endAnswer({ encoding, parts, checksum }: Beginning, live: string): readonly Buffer[] {
  return [...parts, encoding === 'gzip' ? endGzip(live, checksum) : Buffer.from(live)];
}

/** Ends a gzip member. A scrape waits for it, and deflating takes longer than sending the text as it is. */
function endGzip(live: string, { crc, length }: Checksum): Buffer {
  const textLength = Buffer.byteLength(live);
  const blocks = Math.max(1, Math.ceil(textLength / LONGEST_STORED));
  const heads = blocks * STORED_HEAD;
  const bytes = Buffer.allocUnsafe(heads + textLength + GZIP_TRAILER);
  bytes.write(live, heads); // all of it behind the room for the heads, so the text is encoded into its place
  const text = bytes.subarray(heads, heads + textLength);
  const checksum = textLength === 0 ? crc : crc32(text, crc); // crc32() of nothing is 0
  let at = 0;
  for (let block = 0; block < blocks; block += 1) {
    const start = heads + block * LONGEST_STORED;
    const stored = Math.min(LONGEST_STORED, heads + textLength - start);
    at = bytes.writeUInt8(block === blocks - 1 ? 1 : 0, at); // whether it is the final block
    at = bytes.writeUInt16LE(stored, at);
    at = bytes.writeUInt16LE(~stored & 0xffff, at);
    if (at !== start) bytes.copyWithin(at, start, start + stored); // the last block is in its place already
    at += stored;
  }
  at = bytes.writeUInt32LE(checksum, at);
  bytes.writeUInt32LE((length + textLength) % 2 ** 32, at);
  return bytes;
}
