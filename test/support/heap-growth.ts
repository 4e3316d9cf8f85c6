// Replaces objects as collections replace products, and makes room for the sites as often as reloads do.
// Prints two medians as JSON: the size of V8's space for new objects in MiB, and the memory taken per memory
// in use. Single values say little: on a busy machine garbage collection may be late. heap-growth.ts [SITES]

import { getHeapSpaceStatistics } from 'node:v8';
import { keepHeapSmall, makeRoomForSites } from '../../src/cli/small-heap.js';

const OBJECTS = 100_000;
const ROUNDS = 20;
const OBJECTS_PER_RELOAD = 100;
const sites = Number(process.argv[2] ?? 1);
const create = (id: number) => ({ id, name: `product ${id}`, days: [id, id + 1, id + 2] });

keepHeapSmall();
makeRoomForSites(sites);
const live = Array.from({ length: OBJECTS }, (_, id) => create(id));
const inUse = process.memoryUsage().heapUsed;
const ratios: number[] = [];
const sizes: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  for (let id = 0; id < OBJECTS; id += 1) {
    live[id] = create(id + round);
    if (id % OBJECTS_PER_RELOAD === 0) makeRoomForSites(sites);
  }
  ratios.push(process.memoryUsage().heapUsed / inUse);
  const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
  sizes.push((young?.space_size ?? Number.NaN) / 2 ** 20);
}
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];
process.stdout.write(JSON.stringify({ youngMiB: median(sizes), ratio: median(ratios) }));
