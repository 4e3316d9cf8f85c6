import { setMaxListeners } from 'node:events';

/**
 * Runs `work` for all elements in parallel. If it fails for one, work that has not started is skipped and the
 * error is thrown.
 */
export async function allOrNone<T, R>(
  elements: readonly T[],
  outer: AbortSignal,
  work: (element: T, signal: AbortSignal) => Promise<R>,
): Promise<readonly R[]> {
  const ended = new AbortController();
  setMaxListeners(0, ended.signal); // every element may add a listener
  const end = () => ended.abort(outer.reason);
  if (outer.aborted) end();
  // AbortSignal.any would be held by the outer signal for good.
  outer.addEventListener('abort', end, { once: true });
  try {
    return await Promise.all(
      elements.map(async (element) => {
        try {
          return await work(element, ended.signal);
        } catch (error) {
          ended.abort();
          throw error;
        }
      }),
    );
  } finally {
    outer.removeEventListener('abort', end);
  }
}
