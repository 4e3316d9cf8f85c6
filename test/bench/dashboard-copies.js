// Makes many sites of one: a Prometheus of fifty sites at a sample a minute holds more samples than OpenMetrics text can bring in within
// minutes. Blocks of one site are merged and written anew with every series once for each site, each with chunks of its own on disk.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readIndex } from './dashboard-index-reader.js';
import { writeIndex } from './dashboard-index-writer.js';

const SEGMENT_HEAD_BYTES = 8;
const SEGMENT = 2 ** 32;

/**
 * Puts blocks that hold each time once, of many sites, in the place of a folder's blocks.
 *
 * @param sites the names of the sites; series of `site` are repeated under each
 * @returns how many series, and bytes of chunks, the largest block has
 */
export function copySites(folder, site, sites, blockMs) {
  const blocks = readdirSync(folder)
    .filter((name) => /^[0-9A-Z]{26}$/.test(name))
    .map((name) => ({
      name,
      path: join(folder, name),
      meta: JSON.parse(readFileSync(join(folder, name, 'meta.json'), 'utf8')),
    }));
  const sizes = [];
  for (const [start, parts] of grouped(blocks, ({ meta }) => Math.floor(meta.minTime / blockMs) * blockMs)) {
    sizes.push(mergeBlocks(folder, parts, site, sites));
    for (const { path } of parts) rmSync(path, { recursive: true });
    if (parts.some(({ meta }) => meta.maxTime > start + blockMs))
      throw new Error('a block is longer than its span');
  }
  return {
    series: Math.max(...sizes.map(({ series }) => series)),
    bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function mergeBlocks(folder, parts, site, sites) {
  // The first letters of an ULID are its time, and the last ones random: other ones make it another ULID.
  const name = `${parts[0].name.slice(0, -4)}${parts[0].name.endsWith('C0PY') ? 'C0PX' : 'C0PY'}`;
  const target = join(folder, name);
  mkdirSync(join(target, 'chunks'), { recursive: true });
  const { segment, offsets } = joinedSegments(parts);
  const merged = mergedSeries(parts, offsets);
  const series = merged.flatMap((one) => copies(one, site, sites)).sort((a, b) => (a.key < b.key ? -1 : 1));
  const first = join(target, 'chunks', '000001');
  writeFileSync(first, segment);
  for (let number = 2; number <= sites.length; number += 1)
    copyFileSync(first, join(target, 'chunks', String(number).padStart(6, '0')));
  writeIndex(join(target, 'index'), series);
  copyFileSync(join(parts[0].path, 'tombstones'), join(target, 'tombstones'));
  const times = {
    minTime: Math.min(...parts.map(({ meta }) => meta.minTime)),
    maxTime: Math.max(...parts.map(({ meta }) => meta.maxTime)),
  };
  writeFileSync(
    join(target, 'meta.json'),
    JSON.stringify({ ...parts[0].meta, ...times, ulid: name, compaction: { level: 1, sources: [name] } }),
  );
  return { series: series.length, bytes: segment.length * sites.length };
}

/** One segment of all, and where in it each of the parts' segments begins. */
function joinedSegments(parts) {
  const pieces = [];
  const offsets = [];
  let length = 0;
  for (const { path } of parts) {
    const files = readdirSync(join(path, 'chunks')).sort();
    offsets.push(
      files.map((file) => {
        const bytes = readFileSync(join(path, 'chunks', file));
        const begins = length === 0 ? 0 : length - SEGMENT_HEAD_BYTES;
        pieces.push(length === 0 ? bytes : bytes.subarray(SEGMENT_HEAD_BYTES));
        length += pieces.at(-1).length;
        return begins;
      }),
    );
  }
  return { segment: Buffer.concat(pieces), offsets };
}

function mergedSeries(parts, offsets) {
  const byLabels = new Map();
  for (const [part, { path }] of parts.entries()) {
    for (const { labels, chunks } of readIndex(join(path, 'index'))) {
      const key = keyOf(labels);
      const moved = chunks.map(({ from, to, ref }) => ({
        from,
        to,
        ref: (ref % SEGMENT) + offsets[part][Math.floor(ref / SEGMENT)],
      }));
      const found = byLabels.get(key) ?? { labels, chunks: [] };
      found.chunks = [...found.chunks, ...moved].sort((a, b) => a.from - b.from);
      byLabels.set(key, found);
    }
  }
  return [...byLabels.values()];
}

/** Sorts as Prometheus sorts labels, of which none is empty. */
const keyOf = (labels) => labels.map(([name, value]) => `${name}\0${value}\0`).join('');

function copies({ labels, chunks }, site, sites) {
  if (!labels.some(([name, value]) => name === 'site' && value === site))
    return [{ key: keyOf(labels), labels, chunks }];
  return sites.map((copy, number) => {
    const own = labels.map(([name, value]) => (name === 'site' ? [name, copy] : [name, value]));
    return {
      key: keyOf(own),
      labels: own,
      chunks: chunks.map((chunk) => ({ ...chunk, ref: chunk.ref + number * SEGMENT })),
    };
  });
}
