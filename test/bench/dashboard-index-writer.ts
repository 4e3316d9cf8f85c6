// Writes the index of a block (format:
// https://github.com/prometheus/prometheus/blob/main/tsdb/docs/format/index.md).
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Chunk, IndexedSeries } from './dashboard-index-reader.js';

const MAGIC = 0xbaaad700;
const VERSION = 2;
const ALIGNMENT = 16;
const BUFFER_BYTES = 1 << 22;
const CASTAGNOLI = crcTable(0x82f63b78);

/**
 * Writes an index.
 *
 * @param series sorted by labels, as Prometheus sorts them.
 */
export function writeIndex(file: string, series: readonly IndexedSeries[]): void {
  const out = openWriter(file);
  out.uint32(MAGIC);
  out.byte(VERSION);
  const symbolsAt = out.position();
  const symbols = writeSymbols(out, series);
  out.align();
  const seriesAt = out.position();
  const ids = series.map((one) => writeSeries(out, one, symbols));
  const postingsAt = out.position();
  const lists = postingLists(series, ids).map(({ name, value, members }) => ({
    name,
    value,
    at: writePostings(out, members),
  }));
  const labelTableAt = out.position();
  out.section((body) => body.uint32(0));
  const postingsTableAt = out.position();
  out.section((body) => {
    body.uint32(lists.length);
    for (const { name, value, at } of lists) {
      body.byte(2);
      body.text(name);
      body.text(value);
      body.uvarint(at);
    }
  });
  // Readers ignore the label indices, so their table starts where they would.
  out.checked(() => {
    for (const at of [symbolsAt, seriesAt, postingsAt, labelTableAt, postingsAt, postingsTableAt])
      out.uint64(at);
  });
  out.close();
}

function writeSymbols(out: Writer, series: readonly IndexedSeries[]): ReadonlyMap<string, number> {
  const texts = new Set(['']);
  for (const { labels } of series) for (const pair of labels) for (const text of pair) texts.add(text);
  const sorted = [...texts].sort((a, b) => (a < b ? -1 : 1));
  out.section((body) => {
    body.uint32(sorted.length);
    for (const text of sorted) body.text(text);
  });
  return new Map(sorted.map((text, number) => [text, number]));
}

function writeSeries(
  out: Writer,
  { labels, chunks }: IndexedSeries,
  symbols: ReadonlyMap<string, number>,
): number {
  out.align();
  const id = out.position() / ALIGNMENT;
  const body = openWriter();
  body.uvarint(labels.length);
  for (const [name, value] of labels) {
    for (const text of [name, value]) body.uvarint(symbols.get(text) ?? 0);
  }
  body.uvarint(chunks.length);
  let before: Pick<Chunk, 'to' | 'ref'> | undefined;
  for (const { from, to, ref } of chunks) {
    if (before) body.uvarint(from - before.to);
    else body.varint(from);
    body.uvarint(to - from);
    if (before) body.varint(ref - before.ref);
    else body.uvarint(ref);
    before = { to, ref };
  }
  const bytes = body.bytes();
  out.uvarint(bytes.length);
  out.checked(() => out.raw(bytes));
  return id;
}

/** The ids of the series with a label. */
type PostingList = { readonly name: string; readonly value: string; readonly members: readonly number[] };

/** Returns the series of every label, and all series under the empty one. */
function postingLists(series: readonly IndexedSeries[], ids: readonly number[]): readonly PostingList[] {
  const byName = new Map<string, Map<string, number[]>>([['', new Map([['', [...ids]]])]]);
  for (const [number, { labels }] of series.entries()) {
    for (const [name, value] of labels) {
      const byValue = byName.get(name) ?? new Map<string, number[]>();
      byName.set(name, byValue);
      const members = byValue.get(value) ?? [];
      byValue.set(value, members);
      members.push(ids[number] ?? 0);
    }
  }
  const sorted = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted(byName).flatMap(([name, byValue]) =>
    sorted(byValue).map(([value, members]) => ({ name, value, members })),
  );
}

function writePostings(out: Writer, members: readonly number[]): number {
  const at = out.position();
  out.section((body) => {
    body.uint32(members.length);
    for (const id of members) body.uint32(id);
  });
  return at;
}

type Writer = {
  readonly position: () => number;
  readonly bytes: () => Buffer;
  readonly byte: (byte: number) => void;
  readonly raw: (bytes: Buffer) => void;
  readonly uint32: (value: number) => void;
  readonly uint64: (value: number) => void;
  readonly uvarint: (value: number) => void;
  readonly varint: (value: number) => void;
  readonly text: (value: string) => void;
  readonly align: () => void;
  /** Writes something and its checksum. */
  readonly checked: (write: () => void) => void;
  /** Writes something with its length before and its checksum after it. */
  readonly section: (write: (body: Writer) => void) => void;
  readonly close: () => void;
};

/** Opens a writer to a file, or into memory without one. */
function openWriter(file?: string): Writer {
  const descriptor = file === undefined ? undefined : openSync(file, 'w');
  let buffer = Buffer.alloc(file ? BUFFER_BYTES : 4_096);
  let used = 0;
  let written = 0;
  let crc = 0;
  const flush = () => {
    if (descriptor === undefined) return;
    writeSync(descriptor, buffer, 0, used);
    written += used;
    used = 0;
  };
  const room = (bytes: number) => {
    if (used + bytes <= buffer.length) return;
    if (file && bytes <= buffer.length) flush();
    else buffer = Buffer.concat([buffer, Buffer.alloc(buffer.length + bytes)]);
  };
  const put = (byte: number) => {
    room(1);
    buffer[used] = byte;
    used += 1;
    crc = (CASTAGNOLI[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  };
  const writer: Writer = {
    position: () => written + used,
    bytes: () => buffer.subarray(0, used),
    byte: put,
    raw(bytes) {
      for (const byte of bytes) put(byte);
    },
    uint32(value) {
      for (const shift of [24, 16, 8, 0]) put((value >>> shift) & 0xff);
    },
    uint64(value) {
      writer.uint32(Math.floor(value / 2 ** 32));
      writer.uint32(value % 2 ** 32);
    },
    uvarint(value) {
      let rest = value;
      for (; rest >= 128; rest = Math.floor(rest / 128)) put((rest % 128) + 128);
      put(rest);
    },
    varint: (value) => writer.uvarint(value >= 0 ? value * 2 : -value * 2 - 1),
    text(value) {
      const bytes = Buffer.from(value);
      writer.uvarint(bytes.length);
      writer.raw(bytes);
    },
    align() {
      while (writer.position() % ALIGNMENT !== 0) put(0);
    },
    checked(write) {
      crc = 0xffffffff;
      write();
      writer.uint32(~crc);
    },
    section(write) {
      const body = openWriter();
      write(body);
      writer.uint32(body.bytes().length);
      writer.checked(() => writer.raw(body.bytes()));
    },
    close() {
      flush();
      if (descriptor !== undefined) closeSync(descriptor);
    },
  };
  return writer;
}

function crcTable(polynomial: number): Int32Array {
  return Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    return crc;
  });
}
