import { giveWay } from '../../slices.js';
import { createFile } from './create-file.js';
import { rowsOf } from './kept-rows.js';
import type { KeptNonces, KeptSite } from './kept-site.js';
import { encodeRecord } from './records.js';
import { headOf } from './site-head.js';
import { beginFile, type StateHeader } from './state-file.js';
import type { StateRecord } from './state-records.js';

/** Products per record. Encoding them takes a millisecond or two. */
const ROWS = 200;
/** The bytes that are written at once. */
const WRITE_BYTES = 1024 * 1024;
/** Histories per record, each of which may cover a year. */
const HISTORIES = 20;

/** The parts of a state. They may change while it is written, which the journal then repeats. */
export type StateParts = {
  readonly sites: ReadonlyMap<string, KeptSite>;
  readonly nonces: ReadonlyMap<string, KeptNonces>;
};

/**
 * Writes a state to a new file, in slices. Returns its size in bytes.
 *
 * @throws the error of the system.
 */
export async function writeState(path: string, header: StateHeader, parts: StateParts): Promise<number> {
  const file = await createFile(path);
  try {
    const { start, seal } = beginFile('state', header);
    let lines = [start];
    let records = 0;
    let bytes = 0;
    let unwritten = 0;
    for (const record of recordsOf(parts)) {
      const line = seal(encodeRecord(record));
      lines.push(line);
      records += 1;
      unwritten += line.length;
      if (unwritten > WRITE_BYTES) {
        await file.appendFile(Buffer.concat(lines));
        bytes += unwritten;
        [lines, unwritten] = [[], 0];
      }
      await giveWay();
    }
    await file.appendFile(Buffer.concat([...lines, seal(encodeRecord({ records }))]));
    await file.sync();
    return bytes + unwritten;
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
