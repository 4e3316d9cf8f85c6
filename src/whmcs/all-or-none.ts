import { setMaxListeners } from 'node:events';

/**
 * Does the same work for each element, all at once. If it fails for one, the work that has not begun is not
 * begun, and the failure is thrown.
 */
export async function allOrNone<T, R>(
  elements: readonly T[],
  outer: AbortSignal,
  work: (element: T, signal: AbortSignal) => Promise<R>,
): Promise<readonly R[]> {
  const ended = new AbortController();
  setMaxListeners(0, ended.signal); // every element may listen to it
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
