// Replaces objects over and over, as collections replace products. Prints the size of V8's space for new
// objects in MiB, and the most memory that was taken per memory in use, as JSON: heap-growth.ts [SITES]

import { getHeapSpaceStatistics } from 'node:v8';
import { keepHeapSmall, makeRoomForSites } from '../../src/cli/small-heap.js';

const OBJECTS = 100_000;
const ROUNDS = 20;
const create = (id: number) => ({ id, name: `product ${id}`, days: [id, id + 1, id + 2] });

keepHeapSmall();
makeRoomForSites(Number(process.argv[2] ?? 1));
const live = Array.from({ length: OBJECTS }, (_, id) => create(id));
const inUse = process.memoryUsage().heapUsed;
let most = 0;
for (let round = 0; round < ROUNDS; round += 1) {
  for (let id = 0; id < OBJECTS; id += 1) live[id] = create(id + round);
  most = Math.max(most, process.memoryUsage().heapUsed);
}
const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
process.stdout.write(
  JSON.stringify({ youngMiB: (young?.space_size ?? Number.NaN) / 2 ** 20, ratio: most / inUse }),
);
