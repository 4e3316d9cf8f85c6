import { setFlagsFromString } from 'node:v8';

/** How much garbage the heap may gather between two full collections, in percent of what is in use. */
const GARBAGE_PERCENT = 30;

/**
 * Makes V8 keep the heap small. By default it lets the heap double before it collects garbage, and grows the
 * part for new objects to 32 MiB, or to 128 MiB on Node 24. Collecting a site leaves that much garbage, so
 * both would cost more memory than the stock of all sites.
 *
 * Must be called before other modules are loaded, because the heap grows while they are compiled.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${GARBAGE_PERCENT}`);
  setFlagsFromString('--semi-space-growth-factor=1');
  // Compiling undici's HTTP parser again, for speed, takes 35 MiB and longer than it ever saves.
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
  // Loading the second optimizing compiler takes 4 MiB, and the first one nearly suffices. Other versions of
  // V8 may not know the flag, and would print an error.
  if (process.versions.node.startsWith('24.')) setFlagsFromString('--invocation-count-for-turbofan=12000');
}
