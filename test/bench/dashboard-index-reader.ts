// Reads the index of a block (format:
// https://github.com/prometheus/prometheus/blob/main/tsdb/docs/format/index.md).
import { readFileSync } from 'node:fs';

const TOC_BYTES = 6 * 8 + 4;
const ALIGNMENT = 16;

export type Label = readonly [name: string, value: string];

/** Times are in ms. */
export type Chunk = { readonly from: number; readonly to: number; readonly ref: number };

export type IndexedSeries = { readonly labels: readonly Label[]; readonly chunks: readonly Chunk[] };

type Cursor = { readonly bytes: Buffer; at: number };

/** Returns all series of an index. */
export function readIndex(file: string): readonly IndexedSeries[] {
  const bytes = readFileSync(file);
  const toc = bytes.length - TOC_BYTES;
  const read = (offset: number) => Number(bytes.readBigUInt64BE(toc + offset));
  const [symbolsAt, seriesAt, seriesEnd] = [read(0), read(8), read(16)];
  const symbols = readSymbols(bytes, symbolsAt);
  const cursor = { bytes, at: seriesAt };
  const series: IndexedSeries[] = [];
  while (cursor.at < seriesEnd) {
    cursor.at = Math.ceil(cursor.at / ALIGNMENT) * ALIGNMENT;
    if (cursor.at >= seriesEnd) break;
    const length = uvarint(cursor);
    if (length === 0) break;
    const end = cursor.at + length;
    series.push(readSeries(cursor, symbols));
    cursor.at = end + 4;
  }
  return series;
}

function readSymbols(bytes: Buffer, at: number): readonly string[] {
  const cursor = { bytes, at: at + 8 };
  return Array.from({ length: bytes.readUInt32BE(at + 4) }, () => {
    const length = uvarint(cursor);
    cursor.at += length;
    return bytes.toString('utf8', cursor.at - length, cursor.at);
  });
}

function readSeries(cursor: Cursor, symbols: readonly string[]): IndexedSeries {
  const symbol = () => symbols[uvarint(cursor)] ?? '';
  const labels = Array.from({ length: uvarint(cursor) }, (): Label => [symbol(), symbol()]);
  const chunks: Chunk[] = [];
  const count = uvarint(cursor);
  let [before, ref] = [0, 0];
  for (let number = 0; number < count; number += 1) {
    const from = number === 0 ? varint(cursor) : before + uvarint(cursor);
    const to = from + uvarint(cursor);
    ref = number === 0 ? uvarint(cursor) : ref + varint(cursor);
    chunks.push({ from, to, ref });
    before = to;
  }
  return { labels, chunks };
}

/** Reads a number that may have more than 32 bits, so bit operations can't be used. */
function uvarint(cursor: Cursor): number {
  let value = 0;
  let factor = 1;
  for (;;) {
    const byte = cursor.bytes.readUInt8(cursor.at);
    cursor.at += 1;
    value += (byte % 128) * factor;
    if (byte < 128) return value;
    factor *= 128;
  }
}

function varint(cursor: Cursor): number {
  const zigzag = uvarint(cursor);
  return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
}
