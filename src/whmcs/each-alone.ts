import { allOrNone } from './all-or-none.js';
import { concernsSite } from './reasons.js';

/** How far some work went that is the same for several elements. */
export type EachAlone<T, R> = {
  readonly done: ReadonlyMap<T, R>;
  /** Why the work failed for an element. */
  readonly failed: ReadonlyMap<T, unknown>;
  /** Why the rest was not tried; undefined where all of it was. */
  readonly ended: unknown;
};

/** After so many failures in a row it is not the element that fails: fewer at the beginning than once some succeeded. */
const MOST_AT_FIRST = 3;
const MOST_IN_A_ROW = 10;

/**
 * Does the same work for each element, all at once. Where it fails for one, the others go on, unless the failure is of the
 * whole site, or too many fail in a row.
 *
 * @throws where the signal aborts.
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
