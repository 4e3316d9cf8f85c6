import { crc32 } from 'node:zlib';
import type { Segment } from './segment.js';

/** Segments in a row, with what gzip's trailer needs of them. */
export type Page = {
  readonly segments: readonly Segment[];
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
  return {
    segments,
    crc: segments.reduce((sum, { text }) => crc32(text, sum), before.crc),
    length: segments.reduce((sum, { text }) => sum + text.length, before.length),
  };
}
