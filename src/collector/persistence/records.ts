import { crc32 } from 'node:zlib';
import { giveWay } from '../../slices.js';

/** The records of a file, and how it ends. */
export type Records = {
  readonly records: readonly unknown[];
  /**
   * `cut` if the last record is incomplete, as after a crash in the middle of writing it; `damaged` if a
   * complete record does not match its checksum. Records from there on are left out.
   */
  readonly end: 'whole' | 'cut' | 'damaged';
};

const NEWLINE = 0x0a;
/** Digits of the checksum, and a space. */
const PREFIX = 9;

/** Returns the checksum of the next record of a file. */
export type Checksum = (record: Buffer) => number;

/**
 * Creates the checksums of a file. Each covers all records before it too, so a record that was removed,
 * repeated, moved or taken from another file does not match.
 *
 * @param title the first line of the file.
 */
export function createChain(title: Buffer): Checksum {
  let sum = crc32(title);
  return (record) => {
    sum = crc32(record, sum);
    return sum;
  };
}

/** The checksums of files of version 1, which do not depend on the records before. */
export const checksumAlone: Checksum = (record) => crc32(record);

/** Encodes a record as JSON on a line, still without its checksum. */
export const encodeRecord = (record: unknown): Buffer => Buffer.from(`${JSON.stringify(record)}\n`);

/** Puts the checksum before an encoded record. Records of a file must be sealed in their order. */
export const sealRecord = (record: Buffer, checksum: Checksum): Buffer =>
  Buffer.concat([Buffer.from(prefixOf(record, checksum)), record]);

const prefixOf = (record: Buffer, checksum: Checksum): string =>
  `${checksum(record).toString(16).padStart(8, '0')} `;

/** Decodes sealed records in slices. */
export async function decodeRecords(bytes: Buffer, checksum: Checksum): Promise<Records> {
  const records: unknown[] = [];
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    if (newline < 0) return { records, end: 'cut' };
    const record = bytes.subarray(start + PREFIX, newline + 1);
    const prefix = bytes.toString('latin1', start, start + PREFIX);
    if (prefix !== prefixOf(record, checksum)) return { records, end: 'damaged' };
    records.push(JSON.parse(record.toString()));
    start = newline + 1;
    await giveWay();
  }
  return { records, end: 'whole' };
}
