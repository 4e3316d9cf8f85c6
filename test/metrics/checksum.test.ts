import { crc32 } from 'node:zlib';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checksumOf, joinChecksums } from '../../src/metrics/checksum.js';

test('the checksums of pieces, joined, are the checksum of the whole', () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });
  fc.assert(
    fc.property(pieces, (lists) => {
      const buffers = lists.map((bytes) => Buffer.from(bytes));
      const whole = Buffer.concat(buffers);
      const half = buffers.splice(0, 4).map(checksumOf);
      const joined = joinChecksums([joinChecksums(half), ...buffers.map(checksumOf)]);
      expect(joined).toEqual({ ...checksumOf(whole), crc: crc32(whole) });
    }),
  );
});

test.each([0, 1, 2 ** 16, 3 * 2 ** 20 + 1])('a text of %d bytes can follow another one', (length) => {
  const [first, second] = [Buffer.from('whmcs_up 1\n'), Buffer.alloc(length, 'whmcs_product_stock 7\n')];
  const { crc } = joinChecksums([checksumOf(first), checksumOf(second)]);
  expect(crc).toBe(crc32(second, crc32(first)));
});
