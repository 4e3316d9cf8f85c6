import { allOrNone } from './all-or-none.js';
import { concernsSite } from './whmcs-error.js';

/** The results of the work, by element. */
export type EachAlone<T, R> = {
  readonly done: ReadonlyMap<T, R>;
  /** Why the work failed for an element. */
  readonly failed: ReadonlyMap<T, unknown>;
  /** Why the remaining elements were not tried; undefined if all were. */
  readonly ended: unknown;
};

/**
 * Failures in a row that end the work: they are no fault of single elements. The limit is lower until one
 * succeeds.
 */
const MOST_AT_FIRST = 3;
const MOST_IN_A_ROW = 10;

/**
 * Runs `work` for all elements in parallel. If it fails for one, the others continue, unless the failure
 * concerns the whole site or too many fail in a row.
 *
 * @throws if the signal aborts.
 */
export async function eachAlone<T, R>(
  elements: readonly T[],
  outer: AbortSignal,
  work: (element: T, signal: AbortSignal) => Promise<R>,
): Promise<EachAlone<T, R>> {
  const [done, failed] = [new Map<T, R>(), new Map<T, unknown>()];
  let ended: unknown;
  let inARow = 0;
  try {
    await allOrNone(elements, outer, async (element, signal) => {
      try {
        done.set(element, await work(element, signal));
        inARow = 0;
      } catch (error) {
        if (signal.aborted) throw error;
        failed.set(element, error);
        inARow += 1;
        if (concernsSite(error) || inARow >= (done.size === 0 ? MOST_AT_FIRST : MOST_IN_A_ROW)) throw error;
      }
    });
  } catch (error) {
    if (outer.aborted) throw error;
    ended = error;
  }
  return { done: new Map(done), failed: new Map(failed), ended };
}
