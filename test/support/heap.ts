import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Returns the bytes that remain in the heap, and outside it, after a garbage collection. */
export function measureHeap(): number {
  collectGarbage();
  collectGarbage(); // what finalizers released
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Collects all garbage. A `WeakRef` that was read in this turn of the event loop still holds its object. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const gc: () => void = runInNewContext('gc');
  gc();
}
