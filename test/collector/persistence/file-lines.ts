import { crc32 } from 'node:zlib';
import fc from 'fast-check';

/** A change of whole records of a file, such as of a bad copy, or of a file system after a crash. */
export type LineEdit = {
  readonly how: 'remove' | 'repeat' | 'swap' | 'replace' | 'insert';
  readonly at: number;
  /** Where the other record of a swap, a replacement or an insertion is. */
  readonly other: number;
};

export const lineEdits: fc.Arbitrary<readonly LineEdit[]> = fc.array(
  fc.record({
    how: fc.constantFrom('remove', 'repeat', 'swap', 'replace', 'insert'),
    at: fc.nat(),
    other: fc.nat(),
  }),
  { minLength: 1, maxLength: 3 },
);

/** Splits a file into its title and its records, without the newline after the last one. */
export const linesOf = (file: Buffer): string[] => file.toString('latin1').split('\n').slice(0, -1);

export const fileOf = (lines: readonly string[]): Buffer =>
  Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1');

/** Edits the records of a file. `foreign` is another file, whose records replace some, or are inserted. */
export function editLines(file: Buffer, edits: readonly LineEdit[], foreign: Buffer): Buffer {
  const [title = '', ...records] = linesOf(file);
  const foreignRecords = linesOf(foreign).slice(1);
  for (const { how, at, other } of edits) {
    const index = at % records.length;
    const record = records[index] ?? '';
    const second = other % records.length;
    const foreignRecord = foreignRecords[other % foreignRecords.length] ?? '';
    if (how === 'remove') records.splice(index, 1);
    else if (how === 'repeat') records.splice(index, 0, record);
    else if (how === 'insert') records.splice(index, 0, foreignRecord);
    else if (how === 'replace') records[index] = foreignRecord;
    else [records[index], records[second]] = [records[second] ?? '', record];
    if (records.length === 0) break;
  }
  return fileOf([title, ...records]);
}

const PREFIX = 9;

/** Returns a file as version 1 of the format has it: each checksum covers its own record only. */
export function asVersion1(file: Buffer): Buffer {
  const [title = '', ...records] = linesOf(file);
  return fileOf([
    title.replace(/\d+$/, '1'),
    ...records.map((line) => {
      const json = line.slice(PREFIX);
      const checksum = crc32(Buffer.from(`${json}\n`, 'latin1'))
        .toString(16)
        .padStart(8, '0');
      return `${checksum} ${json}`;
    }),
  ]);
}
