import { promisify } from 'node:util';
import { constants, deflateRaw, deflateRawSync, inflateRaw } from 'node:zlib';
import { type Checksum, checksumOf, joinChecksums } from './checksum.js';
import { joinBytes } from './join-bytes.js';
import { packSmall } from './pack-small.js';

/**
 * A part of the exposition, ready to be sent. Only its compressed bytes are kept: hardly anybody asks for
 * plain text, which would take ten times the memory.
 */
export type Segment = {
  /** Raw deflate of the text, ended by a full flush: such parts in a row form one deflate stream. */
  readonly deflated: Buffer;
  /** Of the text. Computed once, because reading all text again would take most of a scrape's time. */
  readonly checksum: Checksum;
};

const NOTHING = Buffer.alloc(0);
export const EMPTY_SEGMENT: Segment = { deflated: NOTHING, checksum: checksumOf(NOTHING) };

/** Up to this size deflating takes less time than passing the work to another thread. */
const SMALL_BYTES = 48 * 1024;

/** The fastest level: metrics are so repetitive that higher levels save little and take far longer. */
const OPTIONS = { finishFlush: constants.Z_FULL_FLUSH, level: constants.Z_BEST_SPEED };

const deflateElsewhere = promisify(deflateRaw);

/** Creates the segment of a text. A long text is deflated outside the event loop. */
export async function createSegment(text: Buffer): Promise<Segment> {
  if (text.length <= SMALL_BYTES) return createSegmentSync(text);
  return { deflated: joinBytes([await deflateElsewhere(text, OPTIONS)]), checksum: checksumOf(text) };
}

/** Creates the segment of a text synchronously. */
export function createSegmentSync(text: Buffer): Segment {
  if (text.length === 0) return EMPTY_SEGMENT;
  return { deflated: joinBytes([deflateRawSync(text, OPTIONS)]), checksum: checksumOf(text) };
}

const inflate = promisify(inflateRaw);

/** Returns the text of a segment. */
export const textOf = ({ deflated, checksum }: Segment): Promise<Buffer> =>
  inflate(deflated, {
    finishFlush: constants.Z_SYNC_FLUSH,
    chunkSize: Math.max(SMALL_BYTES, checksum.length),
  });

/** Joins segments to one. */
export function joinSegments(segments: readonly Segment[]): Segment {
  const [first = EMPTY_SEGMENT] = segments;
  if (segments.length < 2) return first;
  return {
    deflated: joinBytes(segments.map(({ deflated }) => deflated)),
    checksum: joinChecksums(segments.map(({ checksum }) => checksum)),
  };
}

/** Joins small neighbours, so that a scrape handles few segments. */
export const joinSmallSegments = (segments: readonly Segment[]): readonly Segment[] =>
  packSmall(segments, ({ deflated }) => deflated.length, joinSegments);
