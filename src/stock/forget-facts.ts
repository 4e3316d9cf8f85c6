import type { SiteFacts } from './facts.js';
import { listForgotten } from './forget.js';
import type { Work } from './work.js';

/**
 * Forgets products and groups that were not listed for longer than statements are valid.
 *
 * @param since Unix time in ms; what was listed last before it is forgotten.
 * @param current at most so many of each are listed now.
 */
export function* forgetFacts(
  { products, groups }: SiteFacts,
  since: number,
  current: number,
): Work<SiteFacts> {
  return {
    products: yield* keepRecent(products, ({ listedAt = 0 }) => listedAt, since, current),
    groups: yield* keepRecent(groups, ({ at }) => at, since, current),
  };
}

function* keepRecent<T>(
  all: Readonly<Record<string, T>>,
  seenAt: (one: T) => number,
  since: number,
  current: number,
): Work<Readonly<Record<string, T>>> {
  const timeOf = (key: string) => seenAt(all[key] as T); // is one of its keys
  const recent: string[] = [];
  let total = 0;
  for (const key in all) {
    yield;
    total += 1;
    if (timeOf(key) > since) recent.push(key);
  }
  const forgotten = listForgotten(recent.length, current, () => recent.map((key) => [key, timeOf(key)]));
  if (recent.length === total && forgotten.length === 0) return all;
  const left: Record<string, T> = {};
  for (const key of recent) {
    yield;
    left[key] = all[key] as T;
  }
  for (const key of forgotten) delete left[key];
  return left;
}
