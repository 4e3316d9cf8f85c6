/**
 * Runs `work` with a controller that aborts when `outer` does. The link ends with the work; `outer` would
 * hold an `AbortSignal.any` for as long as it lives.
 */
export async function withLinkedAbort<T>(
  outer: AbortSignal,
  work: (controller: AbortController) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = () => controller.abort(outer.reason);
  if (outer.aborted) abort();
  outer.addEventListener('abort', abort, { once: true });
  try {
    return await work(controller);
  } finally {
    outer.removeEventListener('abort', abort);
  }
}
