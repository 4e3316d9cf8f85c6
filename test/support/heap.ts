import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Returns the bytes that remain in the heap, and outside it, after a garbage collection. */
export function measureHeap(): number {
  setFlagsFromString('--expose-gc');
  const gc: () => void = runInNewContext('gc');
  gc();
  gc(); // what finalizers released
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
