// Reads the index of a block (format: https://github.com/prometheus/prometheus/blob/main/tsdb/docs/format/index.md).
import { readFileSync } from 'node:fs';

const TOC_BYTES = 6 * 8 + 4;
const ALIGNMENT = 16;

/** All series of an index: labels as pairs of name and value, chunks as times in ms and a reference. */
export function readIndex(file) {
  const bytes = readFileSync(file);
  const toc = bytes.length - TOC_BYTES;
  const [symbolsAt, seriesAt, seriesEnd] = [0, 8, 16].map((offset) =>
    Number(bytes.readBigUInt64BE(toc + offset)),
  );
  const symbols = readSymbols(bytes, symbolsAt);
  const cursor = { bytes, at: seriesAt };
  const series = [];
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

function readSymbols(bytes, at) {
  const cursor = { bytes, at: at + 8 };
  return Array.from({ length: bytes.readUInt32BE(at + 4) }, () => {
    const length = uvarint(cursor);
    cursor.at += length;
    return bytes.toString('utf8', cursor.at - length, cursor.at);
  });
}

function readSeries(cursor, symbols) {
  const labels = Array.from({ length: uvarint(cursor) }, () => [
    symbols[uvarint(cursor)],
    symbols[uvarint(cursor)],
  ]);
  const chunks = [];
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

/** Beyond 32 bits, too, which bit operations are not for. */
function uvarint(cursor) {
  let value = 0;
  let factor = 1;
  for (;;) {
    const byte = cursor.bytes[cursor.at];
    cursor.at += 1;
    value += (byte % 128) * factor;
    if (byte < 128) return value;
    factor *= 128;
  }
}

function varint(cursor) {
  const zigzag = uvarint(cursor);
  return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
}
