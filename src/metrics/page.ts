import { crc32 } from 'node:zlib';
import type { Segment } from './segment.js';

/** Segments in a row as one: ready to be sent, with what gzip's trailer needs. */
export type Page = {
  /** The text, put together when first asked for. */
  readonly text: () => Buffer;
  readonly deflated: Buffer;
  /** CRC-32 of the text and of all that stands before it. */
  readonly crc: number;
  /** Bytes of the text and of all that stands before it. */
  readonly length: number;
};

const START = { crc: 0, length: 0 };

/** @param before what stands before this page in the exposition, for checksum and length to run on from. */
export function joinSegments(
  segments: readonly Segment[],
  before: Pick<Page, 'crc' | 'length'> = START,
): Page {
  let text: Buffer | undefined;
  return {
    text() {
      text ??= Buffer.concat(segments.map((segment) => segment.text));
      return text;
    },
    deflated: Buffer.concat(segments.map((segment) => segment.deflated)),
    crc: segments.reduce((sum, segment) => crc32(segment.text, sum), before.crc),
    length: segments.reduce((sum, segment) => sum + segment.text.length, before.length),
  };
}
