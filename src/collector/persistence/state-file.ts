import type { Moment } from './boot-time.js';
import {
  type Checksum,
  checksumAlone,
  createChain,
  decodeRecords,
  encodeRecord,
  sealRecord,
} from './records.js';
import type { StateRecord } from './state-records.js';

/** The files of a state: the whole state, and the journal of what changed since it was written. */
export type FileKind = 'state' | 'journal';

/** Why a file can't be used. `newer` is one of a later version of the exporter. */
export type FileProblem = 'corrupt' | 'foreign' | 'newer';

/** What the first record of a state says. */
export type StateHeader = {
  /** Names this writing of the file. Its journal refers to it. */
  readonly id: string;
  /** The id of the file that this one replaced, whose journal is still valid; undefined if there was none. */
  readonly replaced?: string | undefined;
  /** When the writing began, in steady time. */
  readonly saved: Moment;
};

/** What the first record of a journal says. */
export type JournalHeader = { readonly follows: string };

/** The last record of a state. */
export type StateEnd = { readonly records: number };

const VERSION = 2;
/** The checksums of each version that can be read, by the first line of a file. */
const CHECKSUMS: Readonly<Record<number, (title: Buffer) => Checksum>> = {
  1: () => checksumAlone,
  [VERSION]: createChain,
};
const NAME = 'whmcs-stock-exporter';

/** Returns the first line of a file. It stays the same in later versions, but for its number. */
const titleOf = (kind: FileKind, version: number): Buffer => Buffer.from(`${NAME} ${kind} ${version}\n`);

/** Seals an encoded record, so that it can be appended to a file. */
export type Seal = (record: Buffer) => Buffer;

/** Begins a file. Returns its first bytes, and what seals the records after them. */
export function beginFile(
  kind: FileKind,
  header: StateHeader | JournalHeader,
): { start: Buffer; seal: Seal } {
  const title = titleOf(kind, VERSION);
  const checksum = createChain(title);
  const seal: Seal = (record) => sealRecord(record, checksum);
  return { start: Buffer.concat([title, seal(encodeRecord(header))]), seal };
}

/** A file that could be read. */
export type ReadFile<Header> = {
  readonly header: Header;
  readonly records: readonly StateRecord[];
};

/** Decodes a whole state. */
export async function decodeState(bytes: Buffer): Promise<ReadFile<StateHeader> | FileProblem> {
  const found = await decodeFile<StateHeader>(bytes, 'state');
  if (typeof found === 'string') return found;
  const end = found.records.at(-1) as StateEnd | undefined; // the last record is checked here
  if (found.end !== 'whole' || end?.records !== found.records.length - 1) return 'corrupt';
  return { header: found.header, records: found.records.slice(0, -1) };
}

/** Decodes a journal. An incomplete record at its end is left out: it was never waited for. */
export async function decodeJournal(bytes: Buffer): Promise<ReadFile<JournalHeader> | FileProblem> {
  const found = await decodeFile<JournalHeader>(bytes, 'journal');
  if (typeof found === 'string') return found;
  return found.end === 'damaged' ? 'corrupt' : found;
}

async function decodeFile<Header>(bytes: Buffer, kind: FileKind) {
  const title = bytes.subarray(0, bytes.indexOf(0x0a) + 1);
  const [, digits] = new RegExp(`^${NAME} ${kind} (\\d{1,6})\n$`).exec(title.toString('latin1')) ?? [];
  if (digits === undefined) return bytes.toString('latin1', 0, NAME.length) === NAME ? 'corrupt' : 'foreign';
  const version = Number(digits);
  if (version > VERSION) return 'newer';
  const checksum = CHECKSUMS[version]?.(title);
  if (!checksum || !title.equals(titleOf(kind, version))) return 'corrupt';
  const { records, end } = await decodeRecords(bytes.subarray(title.length), checksum);
  const [header, ...rest] = records;
  if (header === undefined) return 'corrupt';
  // The checksums show that this program wrote the records.
  return { header: header as Header, records: rest as readonly StateRecord[], end };
}
