/** Returns the key of a set of choices: their ids in ascending order. */
export const keyOfSet = (ids: readonly number[]): string => ids.toSorted((a, b) => a - b).join(',');

/**
 * Counts, for each wanted set of choices, the units of services that have all of its choices.
 *
 * @param wanted sets of choice ids, none of them empty.
 */
export function countSets(
  sets: ReadonlyMap<string, number>,
  wanted: readonly (readonly number[])[],
): readonly number[] {
  const units = wanted.map(() => 0);
  const byRarest = indexByRarest(wanted);
  for (const [key, count] of sets) {
    const held = new Set(key.split(',').map(Number));
    for (const id of held) {
      for (const index of byRarest.get(id) ?? []) {
        if (wanted[index]?.every((id) => held.has(id))) units[index] = (units[index] ?? 0) + count;
      }
    }
  }
  return units;
}

/** Indexes the wanted sets by their rarest id, so that few are compared with each counted set. */
function indexByRarest(
  wanted: readonly (readonly number[])[],
): ReadonlyMap<number | undefined, readonly number[]> {
  const frequency = new Map<number, number>();
  for (const id of wanted.flat()) frequency.set(id, (frequency.get(id) ?? 0) + 1);
  const index = new Map<number | undefined, number[]>();
  for (const [position, ids] of wanted.entries()) {
    const [rarest] = ids.toSorted((a, b) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0));
    const others = index.get(rarest);
    if (others) others.push(position);
    else index.set(rarest, [position]);
  }
  return index;
}
