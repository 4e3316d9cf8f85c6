import { promisify } from 'node:util';
import { constants, deflateRaw, deflateRawSync } from 'node:zlib';
import { type Checksum, checksumOf } from './checksum.js';

/** A piece of the exposition, ready to be sent in either encoding. */
export type Segment = {
  readonly text: Buffer;
  /** Raw deflate of the text, ended by a full flush: such pieces in a row form one deflate stream. */
  readonly deflated: Buffer;
  /** Of the text. Computed once, because reading all text again would take most of a scrape's time. */
  readonly checksum: Checksum;
};

const NOTHING = Buffer.alloc(0);
export const EMPTY_SEGMENT: Segment = { text: NOTHING, deflated: NOTHING, checksum: checksumOf(NOTHING) };

/** Up to this size deflating takes less time than passing the work to another thread. */
const SMALL_BYTES = 48 * 1024;

/** The fastest level: metrics are so repetitive that higher levels save little and take far longer. */
const OPTIONS = { finishFlush: constants.Z_FULL_FLUSH, level: constants.Z_BEST_SPEED };

const deflateElsewhere = promisify(deflateRaw);

/** Creates the segment of a text. A long text is deflated outside the event loop. */
export async function createSegment(text: Buffer): Promise<Segment> {
  if (text.length <= SMALL_BYTES) return createSegmentSync(text);
  return { text, deflated: await deflateElsewhere(text, OPTIONS), checksum: checksumOf(text) };
}

/** Creates the segment of a text synchronously, because a scrape waits for it. */
export function createSegmentSync(text: Buffer | string): Segment {
  if (text.length === 0) return EMPTY_SEGMENT;
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return { text: bytes, deflated: deflateRawSync(bytes, OPTIONS), checksum: checksumOf(bytes) };
}
