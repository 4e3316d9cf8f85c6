import { appendChecksum } from './checksum.js';
import type { Segment } from './segment.js';

/** A sequence of segments, with the checksum and length that gzip's trailer needs. */
export type Page = {
  readonly segments: readonly Segment[];
  /** CRC-32 of the text and everything before it. */
  readonly crc: number;
  /** Bytes of the text and everything before it. */
  readonly length: number;
};

const START = { crc: 0, length: 0 };

/** Joins segments to a page. @param before the previous page, whose checksum and length continue. */
export function joinSegments(
  segments: readonly Segment[],
  before: Pick<Page, 'crc' | 'length'> = START,
): Page {
  return {
    segments,
    crc: segments.reduce((sum, { checksum }) => appendChecksum(sum, checksum), before.crc),
    length: segments.reduce((sum, { text }) => sum + text.length, before.length),
  };
}
