import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { beginAnswer } from '../../src/metrics/encoding.js';
import { createSegment, createSegmentSync, joinSegments } from '../../src/metrics/segment.js';

const text = (bytes: number) => Buffer.from(randomBytes(bytes / 2).toString('hex'));
const memoryOf = (bytes: Buffer) => bytes.buffer.byteLength;

test.each([2, 1_000, 20_000, 40_000, 100_000])(
  'a segment of %i bytes of text keeps no other memory',
  async (bytes) => {
    for (const { deflated } of [await createSegment(text(bytes)), createSegmentSync(text(bytes))])
      expect(memoryOf(deflated)).toBe(deflated.length);
  },
);

test('joined segments, and the parts of an answer, keep no other memory', async () => {
  const segments = [text(100), text(500), text(1_500)].map(createSegmentSync);
  const { deflated } = joinSegments(segments);
  expect(memoryOf(deflated)).toBe(deflated.length);
  const [part] = (await beginAnswer(segments, 'gzip')).parts;
  expect(part && memoryOf(part)).toBe(part?.length);
});
