/** Why a deadline's signal was aborted: the time ran out. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/**
 * Runs `work` under a signal that aborts after `ms` or when `outer` does, whichever is first.
 *
 * Written out rather than built of `AbortSignal.any` and `AbortSignal.timeout`: nothing of it outlives the work, however
 * long `outer` lives.
 *
 * @throws what `work` throws; work that ignores its signal is waited for.
 */
export async function withDeadline<T>(
  ms: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = () => controller.abort(outer.reason);
  const timer = setTimeout(() => controller.abort(new DeadlineError(`no answer within ${ms} ms`)), ms);
  if (outer.aborted) abort();
  else outer.addEventListener('abort', abort, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', abort);
  }
}
