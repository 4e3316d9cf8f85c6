import { amount } from '../../support/long.js';
import { PAIRS, type Pair } from '../../support/pair.js';

/**
 * Returns the versions of Prometheus that a case runs on: cases take turns, because each takes seconds on
 * each version. In the long run every case runs on every version.
 *
 * @param index the place of the case among those of its file.
 */
export function pairsFor(index: number): readonly Pair[] {
  const count = amount({ short: 1, long: PAIRS.length });
  return PAIRS.filter((_, place) => (index + place) % PAIRS.length < count);
}

/** Returns those cases of a file that run on a version of Prometheus. */
export function casesOn<T>(pair: Pair, cases: readonly T[]): readonly T[] {
  return cases.filter((_, index) => pairsFor(index).includes(pair));
}
