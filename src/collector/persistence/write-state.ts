import { createFile } from './create-file.js';
import { rowsOf } from './kept-rows.js';
import type { KeptNonces, KeptSite } from './kept-site.js';
import { encodeRecord } from './records.js';
import { headOf } from './site-head.js';
import { type StateHeader, startOf } from './state-file.js';
import type { StateRecord } from './state-records.js';

/** Products per record. Encoding them takes a millisecond or two. */
const ROWS = 200;
/** Histories per record, each of which may cover a year. */
const HISTORIES = 20;

/** The parts of a state. They may change while it is written, which the journal then repeats. */
export type StateParts = {
  readonly sites: ReadonlyMap<string, KeptSite>;
  readonly nonces: ReadonlyMap<string, KeptNonces>;
};

/**
 * Writes a state to a new file, in small steps that let the event loop continue. Returns its size in bytes.
 *
 * @throws the error of the system.
 */
export async function writeState(path: string, header: StateHeader, parts: StateParts): Promise<number> {
  const file = await createFile(path);
  try {
    let bytes = 0;
    const write = async (line: Buffer) => {
      bytes += line.length;
      await file.appendFile(line);
    };
    await write(startOf('state', header));
    let records = 0;
    for (const record of recordsOf(parts)) {
      await write(encodeRecord(record));
      records += 1;
    }
    await write(encodeRecord({ records }));
    await file.sync();
    return bytes;
  } finally {
    await file.close();
  }
}

function* recordsOf({ sites, nonces }: StateParts): Iterable<StateRecord> {
  for (const site of sites.values()) {
    yield { site: headOf(site) };
    for (const rows of chunksOf(rowsOf(site), ROWS)) yield { rows };
    const { version = 0, products = {} } = site.history ?? {};
    for (const some of chunksOf(Object.entries(products), HISTORIES))
      yield { history: { version, products: Object.fromEntries(some) }, of: site.name };
  }
  for (const [of, known] of nonces) yield { nonces: [...known], of };
}

function* chunksOf<T>(all: Iterable<T>, size: number): Iterable<readonly T[]> {
  let chunk: T[] = [];
  for (const one of all) {
    chunk.push(one);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
