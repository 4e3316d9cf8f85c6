import { setMaxListeners } from 'node:events';
import { withLinkedAbort } from './linked-abort.js';

/**
 * Runs `work` for all elements in parallel. If it fails for one, work that has not started is skipped and the
 * error is thrown.
 */
export const allOrNone = <T, R>(
  elements: readonly T[],
  outer: AbortSignal,
  work: (element: T, signal: AbortSignal) => Promise<R>,
): Promise<readonly R[]> =>
  withLinkedAbort(outer, (ended) => {
    setMaxListeners(0, ended.signal); // every element may add a listener
    return Promise.all(
      elements.map(async (element) => {
        try {
          return await work(element, ended.signal);
        } catch (error) {
          ended.abort();
          throw error;
        }
      }),
    );
  });
