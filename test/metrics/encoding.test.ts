import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { beginAnswer, endAnswer } from '../../src/metrics/encoding.js';
import { createSegment } from '../../src/metrics/segment.js';

const SETTLED = ['# HELP settled text\n', 'settled 1\n'.repeat(20_000)];

test.each([0, 1, 65_534, 65_535, 65_536, 131_070, 131_071, 300_000])(
  'an answer with %i bytes of live text has all of its text in each encoding',
  async (length) => {
    const live = 'live 12\n'.repeat(length / 8 + 1).slice(0, length);
    const segments = await Promise.all(SETTLED.map((text) => createSegment(Buffer.from(text))));
    const expected = SETTLED.join('') + live;

    const plain = endAnswer(await beginAnswer(segments, 'identity'), live);
    expect(Buffer.concat(plain).toString() === expected).toBe(true);
    const gzip = endAnswer(await beginAnswer(segments, 'gzip'), live);
    expect(gunzipSync(Buffer.concat(gzip)).toString() === expected).toBe(true);
  },
);

test('an answer without settled text is whole too', async () => {
  const gzip = endAnswer(await beginAnswer([], 'gzip'), 'läuft 1\n');
  expect(gunzipSync(Buffer.concat(gzip)).toString()).toBe('läuft 1\n');
});
