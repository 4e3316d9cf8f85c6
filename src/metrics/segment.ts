import { promisify } from 'node:util';
import { constants, deflateRaw, deflateRawSync, inflateRaw } from 'node:zlib';
import { type Checksum, checksumOf, joinChecksums } from './checksum.js';
import { groupsOf } from './groups.js';
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
export const joinSegments = (segments: readonly Segment[]): Segment => ({
  deflated: joinBytes(segments.map(({ deflated }) => deflated)),
  checksum: joinChecksums(segments.map(({ checksum }) => checksum)),
});

/** Joins small neighbours, so that a scrape handles few segments. */
export const joinSmallSegments = (segments: readonly Segment[]): readonly Segment[] =>
  packSmall(segments, ({ deflated }) => deflated.length, joinSegments);

/** Segments that are joined together before they are joined to one. */
const JOINED_TOGETHER = 32;

type Joined = { readonly of: readonly Segment[]; readonly segment: Segment };

/**
 * Creates a function that joins segments, and returns the same segment as the last time if they are the same.
 * Segments that begin with the same one replace each other. Of many segments, a change joins only few again.
 */
export function createJoiner(): (segments: readonly Segment[]) => Segment {
  const joined = new Map<Segment | undefined, Joined & { readonly groups: readonly Joined[] }>();
  return (segments) => {
    const before = joined.get(segments[0]);
    if (before && isSame(before.of, segments)) return before.segment;
    const groups = groupsOf(segments, JOINED_TOGETHER).map((of, index) =>
      joinAgain(of, before?.groups[index]),
    );
    const segment = joinSegments(groups.map((group) => group.segment));
    joined.set(segments[0], { of: segments, groups, segment });
    return segment;
  };
}

const joinAgain = (of: readonly Segment[], before: Joined | undefined): Joined =>
  before && isSame(before.of, of) ? before : { of, segment: joinSegments(of) };

/** Returns whether two lists have the same elements. */
export const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((element, index) => element === other[index]);
