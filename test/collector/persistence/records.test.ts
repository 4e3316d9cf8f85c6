import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeRecords, encodeRecord } from '../../../src/collector/persistence/records.js';

const records = fc.array(fc.jsonValue(), { minLength: 1, maxLength: 5 });
const encode = (values: readonly unknown[]) => Buffer.concat(values.map(encodeRecord));
const asJson = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value));

test('records are read as they were written', async () => {
  await fc.assert(
    fc.asyncProperty(records, async (values) => {
      const read = await decodeRecords(encode(values));
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
        const read = await decodeRecords(bytes);
        expect(read.end).not.toBe('whole');
        expect(asJson(values).slice(0, read.records.length)).toEqual(asJson(read.records));
      },
    ),
  );
});

test('a cut in a record is noticed, and the records before it are read', async () => {
  await fc.assert(
    fc.asyncProperty(records, fc.nat(), async (values, position) => {
      const bytes = encode(values);
      const length = position % bytes.length;
      const read = await decodeRecords(bytes.subarray(0, length));
      const whole = values.filter((_, index) => encode(values.slice(0, index + 1)).length <= length);
      expect(asJson(read.records)).toEqual(asJson(whole));
      expect(read.end).toBe(encode(whole).length === length ? 'whole' : 'cut');
    }),
  );
});

test('zeros that a file system left at the end count as a cut', async () => {
  expect(await decodeRecords(Buffer.concat([encodeRecord(1), Buffer.alloc(100)]))).toEqual({
    records: [1],
    end: 'cut',
  });
});
