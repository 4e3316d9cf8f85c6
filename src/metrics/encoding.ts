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
  const text = Buffer.from(live);
  return [...parts, encoding === 'gzip' ? endGzip(text, checksum) : text];
}

/** Ends a gzip member. A scrape waits for it, and deflating takes longer than sending the text as it is. */
function endGzip(text: Buffer, { crc, length }: Checksum): Buffer {
  const blocks = Math.max(1, Math.ceil(text.length / LONGEST_STORED));
  const bytes = Buffer.allocUnsafe(blocks * STORED_HEAD + text.length + GZIP_TRAILER);
  let at = 0;
  for (let block = 0; block < blocks; block += 1) {
    const stored = text.subarray(block * LONGEST_STORED, (block + 1) * LONGEST_STORED);
    at = bytes.writeUInt8(block === blocks - 1 ? 1 : 0, at); // whether it is the final block
    at = bytes.writeUInt16LE(stored.length, at);
    at = bytes.writeUInt16LE(~stored.length & 0xffff, at);
    at += stored.copy(bytes, at);
  }
  at = bytes.writeUInt32LE(text.length === 0 ? crc : crc32(text, crc), at); // crc32() of nothing is 0
  bytes.writeUInt32LE((length + text.length) % 2 ** 32, at);
  return bytes;
}
