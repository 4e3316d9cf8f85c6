import { constants, type NodeGCPerformanceDetail, PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from 'node:v8';

const isNode24 = process.versions.node.startsWith('24.');

/**
 * How much garbage the heap may gather between two full collections, in percent of what is in use: few sites
 * should take little memory, and many little CPU time. A full collection also empties the processor's caches,
 * so that the next scrape takes longer. Node 24 takes more memory besides.
 */
const GARBAGE_PERCENT = { least: isNode24 ? 15 : 30, most: 100, perSite: isNode24 ? 0.3 : 2 };

/** The space for new objects grows with the number of sites, up to a limit. */
const SITES_PER_MIB = 10;
const MOST_MIB = 32;

/**
 * Makes V8 keep the heap small. By default it lets the heap double before it collects garbage, and grows the
 * part for new objects to 32 MiB, or to 128 MiB on Node 24. Collecting a site leaves that much garbage, so
 * both would cost more memory than the stock of all sites.
 *
 * Must be called before other modules are loaded, because the heap grows while they are compiled.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${GARBAGE_PERCENT.least}`);
  setFlagsFromString('--semi-space-growth-factor=1');
  // Compiling undici's HTTP parser again, for speed, takes 35 MiB and longer than it ever saves.
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
  // Loading the second optimizing compiler takes 4 MiB, and the first one nearly suffices. Other versions of
  // V8 may not know the flag, and would print an error.
  if (isNode24) {
    setFlagsFromString('--invocation-count-for-turbofan=12000');
    returnPages();
  }
}

/** Full collections that follow each other faster belong to a burst of work. */
const CALM_MS = 1_000;

/** In bytes. Moving the objects of a larger heap would stop scrapes for too long. */
const LARGEST_TO_MOVE = 100 * 2 ** 20;

/**
 * Makes full collections move all objects together and return free pages to the system, except in a burst.
 * V8 in Node 24 keeps free pages otherwise, up to the most that were ever in use: 50 MiB after 40 sites were
 * collected at once. `--trace-gc` prints them as `pooled`, and such collections as `reduce`.
 */
function returnPages(): void {
  let lastAt = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { detail } = entry as { readonly detail?: NodeGCPerformanceDetail }; // not in the published type
      if (detail?.kind !== constants.NODE_PERFORMANCE_GC_MAJOR) continue;
      const isCalm =
        entry.startTime - lastAt > CALM_MS && getHeapStatistics().used_heap_size < LARGEST_TO_MOVE;
      setFlagsFromString(isCalm ? '--optimize-for-size' : '--no-optimize-for-size');
      lastAt = entry.startTime;
    }
  }).observe({ entryTypes: ['gc'] });
}

/**
 * Allows more garbage, and enlarges the space for new objects, with the number of sites. The calls under way
 * fill that space: if it is too small, V8 copies what they hold every few milliseconds. With the small heap a
 * first collection of 1,000 sites takes a third more CPU time, and hardly less memory.
 */
export function makeRoomForSites(sites: number): void {
  const { least, most, perSite } = GARBAGE_PERCENT;
  const percent = Math.min(most, Math.max(least, Math.round(perSite * sites)));
  setFlagsFromString(`--heap-growing-percent=${percent}`);
  const limit = Math.min(MOST_MIB, sites / SITES_PER_MIB) * 2 ** 20;
  if (limit <= room) return;
  room = limit;
  if (2 * youngBytes() <= limit) growYoungSpace(limit);
}

/** The largest limit so far, in bytes. */
let room = 0;

/**
 * Doubles the space for new objects while it stays within the limit. V8 ignores a new size while it runs, but
 * doubles the space when as much as fits into it was kept.
 *
 * Must not be called at each reload: any garbage collection meanwhile doubles the space if enough was kept
 * since the last time, and V8 may report half of its size.
 */
function growYoungSpace(limit: number): void {
  setFlagsFromString('--semi-space-growth-factor=2');
  const kept: object[] = [];
  while (2 * youngBytes() <= limit && kept.length < MOST_KEPT) kept.push(new Array(100).fill(kept.length));
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** About 100 MB, several times what the largest space needs. */
const MOST_KEPT = 120_000;

const youngBytes = (): number =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? Infinity;
