import { crc32 } from 'node:zlib';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { appendChecksum, checksumOf } from '../../src/metrics/checksum.js';

test('the checksums of pieces, appended, are the CRC-32 of the whole', () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });
  fc.assert(
    fc.property(pieces, (lists) => {
      const buffers = lists.map((bytes) => Buffer.from(bytes));
      const sum = buffers.reduce((crc, bytes) => appendChecksum(crc, checksumOf(bytes)), 0);
      expect(sum).toBe(crc32(Buffer.concat(buffers)));
    }),
  );
});

test.each([0, 1, 2 ** 16, 3 * 2 ** 20 + 1])('a text of %d bytes can follow another one', (length) => {
  const [first, second] = [Buffer.from('whmcs_up 1\n'), Buffer.alloc(length, 'whmcs_product_stock 7\n')];
  const sum = appendChecksum(appendChecksum(0, checksumOf(first)), checksumOf(second));
  expect(sum).toBe(crc32(second, crc32(first)));
});
