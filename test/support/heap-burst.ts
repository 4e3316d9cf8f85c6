// Uses 130 MiB for a moment, then works with pauses until the memory has returned to the system. Prints as
// JSON how many MiB it holds more than before. heap-burst.ts

import { setTimeout as sleep } from 'node:timers/promises';
import { keepHeapSmall } from '../../src/cli/small-heap.js';

const ROUNDS = 40;
const MOST_HELD_MIB = 40;
const create = (count: number) => Array.from({ length: count }, (_, id) => ({ id, days: [id, id + 1] }));
const rssMiB = () => process.memoryUsage.rss() / 2 ** 20;

keepHeapSmall();
let kept: unknown = create(100_000);
const before = rssMiB();
kept = [kept, create(1_000_000)];
kept = create(100_000);
let held = Number.POSITIVE_INFINITY;
for (let round = 0; round < ROUNDS && held > MOST_HELD_MIB; round += 1) {
  kept = create(50_000);
  await sleep(1_500);
  held = rssMiB() - before;
}
process.stdout.write(JSON.stringify({ heldMiB: held, isKept: Array.isArray(kept) })); // uses what it keeps
