import { diffArrays } from 'diff';

/** Lines that are the same in two texts, as their indexes in both, ascending. */
export type Match = readonly [left: number, right: number];

/** A diff of more edits than this is not worth its time: the lines then count as all different. */
const MOST_EDITS = 2_000;

/**
 * Finds the lines that two texts share. Lines that stand once in both are held first (as in Bram Cohen's patience diff), so that a
 * change of every tenth line of many takes no longer than a change of one.
 */
export function matchLines(left: readonly string[], right: readonly string[]): readonly Match[] {
  const matches: Match[] = [];
  let [fromLeft, fromRight] = [0, 0];
  for (const [atLeft, atRight] of [...anchors(left, right), [left.length, right.length] as const]) {
    const gap = matchGap(left.slice(fromLeft, atLeft), right.slice(fromRight, atRight));
    for (const [inLeft, inRight] of gap) matches.push([fromLeft + inLeft, fromRight + inRight]);
    if (atLeft < left.length) matches.push([atLeft, atRight]);
    [fromLeft, fromRight] = [atLeft + 1, atRight + 1];
  }
  return matches;
}

/** Lines that stand once in both, as far as they stand in the same order. */
function anchors(left: readonly string[], right: readonly string[]): readonly Match[] {
  const inRight = onlyOnce(right);
  const shared = [...onlyOnce(left)].flatMap(([line, at]): readonly Match[] => {
    const other = inRight.get(line);
    return other === undefined ? [] : [[at, other]];
  });
  return longestAscending(shared.toSorted((a, b) => a[0] - b[0]));
}

function onlyOnce(lines: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [at, line] of lines.entries()) {
    if (places.has(line)) repeated.add(line);
    places.set(line, at);
  }
  for (const line of repeated) places.delete(line);
  return places;
}

/** The longest part whose right indexes ascend as well. */
function longestAscending(pairs: readonly Match[]): readonly Match[] {
  type Link = { readonly pair: Match; readonly before: Link | undefined };
  const ends: Link[] = [];
  for (const pair of pairs) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle]?.pair[1] ?? 0) < pair[1]) low = middle + 1;
      else high = middle;
    }
    ends[low] = { pair, before: ends[low - 1] };
  }
  const found: Match[] = [];
  for (let link = ends.at(-1); link; link = link.before) found.push(link.pair);
  return found.reverse();
}

function matchGap(left: readonly string[], right: readonly string[]): readonly Match[] {
  if (left.length === 0 || right.length === 0) return [];
  const changes = diffArrays([...left], [...right], { maxEditLength: MOST_EDITS }) ?? [];
  const matches: Match[] = [];
  let [atLeft, atRight] = [0, 0];
  for (const { added, removed, value } of changes) {
    if (!added && !removed) for (const index of value.keys()) matches.push([atLeft + index, atRight + index]);
    if (!added) atLeft += value.length;
    if (!removed) atRight += value.length;
  }
  return matches;
}
