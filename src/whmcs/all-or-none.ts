/**
 * Does one thing for each element, all at once, and where one of them fails leaves the others: what has not begun is not begun, and the
 * failure is thrown.
 */
export async function allOrNone<T, R>(
  elements: readonly T[],
  outer: AbortSignal,
  work: (element: T, signal: AbortSignal) => Promise<R>,
): Promise<readonly R[]> {
  const failed = new AbortController();
  const signal = AbortSignal.any([outer, failed.signal]);
  return Promise.all(
    elements.map(async (element) => {
      try {
        return await work(element, signal);
      } catch (error) {
        failed.abort();
        throw error;
      }
    }),
  );
}
