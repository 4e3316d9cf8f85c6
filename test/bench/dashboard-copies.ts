// Copies one site to many: OpenMetrics text takes too long to load for fifty sites at a sample a minute.
// Blocks of one site are merged and rewritten with every series once per site, each with its own chunks on
// disk.
import { strict as assert } from 'node:assert';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type IndexedSeries, type Label, readIndex } from './dashboard-index-reader.js';
import { writeIndex } from './dashboard-index-writer.js';

const SEGMENT_HEAD_BYTES = 8;
const SEGMENT = 2 ** 32;

const metaSchema = z.looseObject({ minTime: z.number(), maxTime: z.number() });

type Block = { readonly name: string; readonly path: string; readonly meta: z.infer<typeof metaSchema> };
type Size = { readonly series: number; readonly bytes: number };

/**
 * Replaces the blocks of a folder with blocks of many sites, which hold each time once.
 *
 * @param sites the names of the sites; series of `site` are repeated for each.
 * @returns the series of the largest block, and the bytes of all chunks.
 */
export function copySites(folder: string, site: string, sites: readonly string[], blockMs: number): Size {
  const blocks = readdirSync(folder)
    .filter((name) => /^[0-9A-Z]{26}$/.test(name))
    .map((name) => ({
      name,
      path: join(folder, name),
      meta: metaSchema.parse(JSON.parse(readFileSync(join(folder, name, 'meta.json'), 'utf8'))),
    }));
  const sizes: Size[] = [];
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

function grouped<K, T>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, readonly T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function mergeBlocks(folder: string, parts: readonly Block[], site: string, sites: readonly string[]): Size {
  const [part] = parts;
  assert(part);
  // The last letters of a ULID are random: others make it another ULID of the same time.
  const name = `${part.name.slice(0, -4)}${part.name.endsWith('C0PY') ? 'C0PX' : 'C0PY'}`;
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
  copyFileSync(join(part.path, 'tombstones'), join(target, 'tombstones'));
  const times = {
    minTime: Math.min(...parts.map(({ meta }) => meta.minTime)),
    maxTime: Math.max(...parts.map(({ meta }) => meta.maxTime)),
  };
  writeFileSync(
    join(target, 'meta.json'),
    JSON.stringify({ ...part.meta, ...times, ulid: name, compaction: { level: 1, sources: [name] } }),
  );
  return { series: series.length, bytes: segment.length * sites.length };
}

/** The offsets at which the segments of a block start in the joined one. */
type Offsets = readonly number[];

/** Joins the segments of all blocks into one. */
function joinedSegments(parts: readonly Block[]) {
  const pieces: Buffer[] = [];
  const offsets: Offsets[] = [];
  let length = 0;
  for (const { path } of parts) {
    const files = readdirSync(join(path, 'chunks')).sort();
    offsets.push(
      files.map((file) => {
        const bytes = readFileSync(join(path, 'chunks', file));
        const begins = length === 0 ? 0 : length - SEGMENT_HEAD_BYTES;
        const piece = length === 0 ? bytes : bytes.subarray(SEGMENT_HEAD_BYTES);
        pieces.push(piece);
        length += piece.length;
        return begins;
      }),
    );
  }
  return { segment: Buffer.concat(pieces), offsets };
}

function mergedSeries(parts: readonly Block[], offsets: readonly Offsets[]): readonly IndexedSeries[] {
  const byLabels = new Map<string, IndexedSeries>();
  for (const [part, { path }] of parts.entries()) {
    for (const { labels, chunks } of readIndex(join(path, 'index'))) {
      const key = keyOf(labels);
      const moved = chunks.map(({ from, to, ref }) => ({
        from,
        to,
        ref: (ref % SEGMENT) + (offsets[part]?.[Math.floor(ref / SEGMENT)] ?? 0),
      }));
      const all = [...(byLabels.get(key)?.chunks ?? []), ...moved];
      byLabels.set(key, { labels, chunks: all.toSorted((a, b) => a.from - b.from) });
    }
  }
  return [...byLabels.values()];
}

/** Returns a key that sorts as Prometheus sorts labels. */
const keyOf = (labels: readonly Label[]) => labels.map(([name, value]) => `${name}\0${value}\0`).join('');

function copies({ labels, chunks }: IndexedSeries, site: string, sites: readonly string[]) {
  if (!labels.some(([name, value]) => name === 'site' && value === site))
    return [{ key: keyOf(labels), labels, chunks }];
  return sites.map((copy, number) => {
    const own = labels.map(([name, value]): Label => [name, name === 'site' ? copy : value]);
    return {
      key: keyOf(own),
      labels: own,
      chunks: chunks.map((chunk) => ({ ...chunk, ref: chunk.ref + number * SEGMENT })),
    };
  });
}
