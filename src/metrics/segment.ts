import { promisify } from 'node:util';
import { constants, deflateRaw, deflateRawSync } from 'node:zlib';

/** A piece of the exposition, ready to be sent in either encoding. */
export type Segment = {
  readonly text: Buffer;
  /** Raw deflate of the text, ended by a full flush: any number of such pieces in a row are one deflate stream. */
  readonly deflated: Buffer;
};

export const EMPTY_SEGMENT: Segment = { text: Buffer.alloc(0), deflated: Buffer.alloc(0) };

const deflate = promisify(deflateRaw);
const FULL_FLUSH = { finishFlush: constants.Z_FULL_FLUSH };

/** Encodes and deflates a text, the latter away from the event loop. */
export async function createSegment(text: string): Promise<Segment> {
  if (text === '') return EMPTY_SEGMENT;
  const bytes = Buffer.from(text);
  return { text: bytes, deflated: await deflate(bytes, FULL_FLUSH) };
}

/** The same on the spot, for short texts that change often. */
export function createSegmentSync(text: string): Segment {
  if (text === '') return EMPTY_SEGMENT;
  const bytes = Buffer.from(text);
  return { text: bytes, deflated: deflateRawSync(bytes, FULL_FLUSH) };
}
