/** How many vanished things are remembered, besides as many as there are now. */
const MOST_VANISHED = 10_000;

/**
 * Returns the keys of things to forget, the longest vanished ones. Without a limit an installation whose ids
 * are new in every answer would fill the memory. Half of the vanished are forgotten at once, so it is rare.
 *
 * @param total the number of all things.
 * @param current at most so many of them are there now.
 * @param listSeen returns all things, each with the time at which it was last seen.
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
