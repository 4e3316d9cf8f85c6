import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  createChain,
  decodeRecords,
  encodeRecord,
  sealRecord,
} from '../../../src/collector/persistence/records.js';

const TITLE = Buffer.from('title\n');
const records = fc.array(fc.jsonValue(), { minLength: 1, maxLength: 5 });

function encode(values: readonly unknown[]): Buffer {
  const checksum = createChain(TITLE);
  return Buffer.concat(values.map((value) => sealRecord(encodeRecord(value), checksum)));
}
const decode = (bytes: Buffer) => decodeRecords(bytes, createChain(TITLE));
const asJson = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value));

test('records are read as they were written', async () => {
  await fc.assert(
    fc.asyncProperty(records, async (values) => {
      const read = await decode(encode(values));
      expect([asJson(read.records), read.end]).toEqual([asJson(values), 'whole']);
    }),
  );
});

test('a changed byte is noticed, and no record from there on is read', async () => {
  await fc.assert(
    fc.asyncProperty(
      records,
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      async (values, position, change) => {
        const bytes = encode(values);
        const index = position % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ change;
        const read = await decode(bytes);
        expect(read.end).not.toBe('whole');
        expect(asJson(values).slice(0, read.records.length)).toEqual(asJson(read.records));
      },
    ),
  );
});

test('a record that is removed before another is noticed, and none after it is read', async () => {
  await fc.assert(
    fc.asyncProperty(records, fc.nat(), async (values, position) => {
      const more = [...values, 'last'];
      const index = position % values.length;
      const before = encode(more.slice(0, index));
      const after = encode(more).subarray(encode(more.slice(0, index + 1)).length);
      const read = await decode(Buffer.concat([before, after]));
      expect([asJson(read.records), read.end]).toEqual([asJson(more.slice(0, index)), 'damaged']);
    }),
  );
});

test('records under another title are not read', async () => {
  const read = await decodeRecords(encode([1, 2]), createChain(Buffer.from('other\n')));
  expect(read).toEqual({ records: [], end: 'damaged' });
});

test('a cut in a record is noticed, and the records before it are read', async () => {
  await fc.assert(
    fc.asyncProperty(records, fc.nat(), async (values, position) => {
      const bytes = encode(values);
      const length = position % bytes.length;
      const read = await decode(bytes.subarray(0, length));
      const whole = values.filter((_, index) => encode(values.slice(0, index + 1)).length <= length);
      expect(asJson(read.records)).toEqual(asJson(whole));
      expect(read.end).toBe(encode(whole).length === length ? 'whole' : 'cut');
    }),
  );
});

test('zeros that a file system left at the end count as a cut', async () => {
  expect(await decode(Buffer.concat([encode([1]), Buffer.alloc(100)]))).toEqual({
    records: [1],
    end: 'cut',
  });
});
