import { withLinkedAbort } from './linked-abort.js';

/** The abort reason of a signal whose time ran out. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/**
 * Runs `work` with a signal that aborts after `ms` or when `outer` does, whichever is first.
 *
 * @throws what `work` throws. If `work` ignores its signal, the call waits for it.
 */
export const withDeadline = <T>(
  ms: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> =>
  withLinkedAbort(outer, async (controller) => {
    const timer = setTimeout(() => controller.abort(new DeadlineError(`no answer within ${ms} ms`)), ms);
    try {
      return await work(controller.signal);
    } finally {
      clearTimeout(timer);
    }
  });
