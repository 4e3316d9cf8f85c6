/** How many vanished entries are kept, in addition to the number of current ones. */
const MOST_VANISHED = 10_000;

/**
 * Returns the keys of the entries to forget: those that vanished longest ago. Without a limit, an
 * installation whose ids are new in every answer would fill the memory. Forgetting half of the vanished
 * entries at once keeps this rare.
 *
 * @param total the number of all entries.
 * @param current the most entries that can be current.
 * @param listSeen returns the key of each entry, and the time at which it was last seen.
 */
export function listForgotten<K>(
  total: number,
  current: number,
  listSeen: () => (readonly [key: K, at: number])[],
): readonly K[] {
  const vanished = total - current;
  if (vanished <= MOST_VANISHED) return [];
  const oldestFirst = listSeen().sort(([, one], [, other]) => one - other);
  return oldestFirst.slice(0, vanished - MOST_VANISHED / 2).map(([key]) => key);
}
