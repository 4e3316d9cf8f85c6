import type { Page } from './page.js';

export const ENCODINGS = ['gzip', 'identity'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** RFC 1952, section 2.3: deflate, no flags, no time, no extra flags, unknown system. */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);

/** RFC 1951, section 3.2.3: a final block of fixed codes with nothing in it. */
const FINAL_BLOCK = Buffer.from([0x03, 0x00]);

/** Encodes the first page of an answer, which further pages follow. */
export function encodeStart({ segments }: Page, encoding: Encoding): Buffer {
  return encoding === 'identity'
    ? Buffer.concat(segments.map(({ text }) => text))
    : Buffer.concat([GZIP_HEADER, ...segments.map(({ deflated }) => deflated)]);
}

/**
 * Encodes the pages that end an answer. Their segments are deflated already: a final block and a trailer with
 * checksum and length complete the gzip member.
 *
 * @param pages in order; each continues the checksum of the page before it.
 */
export function encodeEnd(pages: readonly Page[], encoding: Encoding): Buffer {
  const segments = pages.flatMap((page) => page.segments);
  if (encoding === 'identity') return Buffer.concat(segments.map(({ text }) => text));
  const { crc, length } = pages.at(-1) ?? { crc: 0, length: 0 };
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc, 0);
  trailer.writeUInt32LE(length % 2 ** 32, 4);
  return Buffer.concat([...segments.map(({ deflated }) => deflated), FINAL_BLOCK, trailer]);
}
