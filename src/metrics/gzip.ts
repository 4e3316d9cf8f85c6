import { crc32, deflateRawSync } from 'node:zlib';
import type { Page } from './page.js';

/** RFC 1952, section 2.3: deflate, no flags, no time, no extra flags, unknown system. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);

/**
 * One gzip member of the pages followed by `tail`. The pages are deflated already, so only the tail costs time: it
 * becomes the stream's final block, and the trailer's checksum and length run on over it.
 *
 * @param pages in order, each made to follow the one before it.
 */
export function spliceGzip(pages: readonly [...Page[], Page], tail: Buffer): readonly Buffer[] {
  const { crc, length } = pages[pages.length - 1] as Page; // the type has a last one
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(tail, crc), 0);
  trailer.writeUInt32LE((length + tail.length) % 2 ** 32, 4);
  return [HEADER, ...pages.map(({ deflated }) => deflated), deflateRawSync(tail), trailer];
}
