import { setImmediate as turn } from 'node:timers/promises';
import { crc32 } from 'node:zlib';

/** The records of a file, and how it ends. */
export type Records = {
  readonly records: readonly unknown[];
  /**
   * `cut` if the last record is incomplete, as after a crash in the middle of writing it; `damaged` if a
   * complete record was changed. Records from there on are left out.
   */
  readonly end: 'whole' | 'cut' | 'damaged';
};

const NEWLINE = 0x0a;
/** Digits of the checksum, and a space. */
const PREFIX = 9;
/** The bytes that are decoded in one turn of the event loop. */
const TURN_BYTES = 128 * 1024;

/** Encodes a record as a line: its checksum, and JSON. */
export function encodeRecord(record: unknown): Buffer {
  const json = JSON.stringify(record);
  const line = Buffer.from(`00000000 ${json}\n`);
  line.write(crc32(line.subarray(PREFIX)).toString(16).padStart(8, '0'), 'latin1');
  return line;
}

/** Decodes lines of records in small steps, and yields to the event loop between them. */
export async function decodeRecords(bytes: Buffer): Promise<Records> {
  const records: unknown[] = [];
  let turnEnd = TURN_BYTES;
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    if (newline < 0) return { records, end: 'cut' };
    const body = bytes.subarray(start + PREFIX, newline + 1);
    const prefix = bytes.toString('latin1', start, start + PREFIX);
    const expected = `${crc32(body).toString(16).padStart(8, '0')} `;
    if (prefix !== expected) return { records, end: 'damaged' };
    records.push(JSON.parse(body.toString()));
    start = newline + 1;
    if (start < turnEnd) continue;
    await turn();
    turnEnd = start + TURN_BYTES;
  }
  return { records, end: 'whole' };
}
