import type { Page } from './page.js';

export const ENCODINGS = ['gzip', 'identity'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** RFC 1952, section 2.3: deflate, no flags, no time, no extra flags, unknown system. */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);

/** RFC 1951, section 3.2.3: a final block of fixed codes with nothing in it. */
const FINAL_BLOCK = Buffer.from([0x03, 0x00]);

/** Returns the bytes that every answer starts with: the page, which others follow. */
export function encodeStart({ segments }: Page, encoding: Encoding): Buffer {
  return encoding === 'identity'
    ? Buffer.concat(segments.map(({ text }) => text))
    : Buffer.concat([GZIP_HEADER, ...segments.map(({ deflated }) => deflated)]);
}

/**
 * Returns the bytes that end an answer. For gzip the pages are deflated already, so one gzip member is made
 * by joining them, ending the stream, and writing the trailer with their checksum and length.
 *
 * @param pages in order; each continues the one before, and the first continues the start.
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
