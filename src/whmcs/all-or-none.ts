import { setMaxListeners } from 'node:events';

/**
 * Does one thing for each element, all at once, and where one of them fails leaves the others: what has not begun is not begun, and the
 * failure is thrown.
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
  outer.addEventListener('abort', end, { once: true }); // AbortSignal.any would be held by the outer signal for good
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
