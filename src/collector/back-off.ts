const LONGEST_BACKOFF_MS = 15 * 60_000;
const JITTER = 0.1;
const START_SPREAD_MS = 5_000;

/**
 * Returns the interval in force after a number of failures in a row: the first failure changes nothing, each
 * further one doubles it, up to 15 minutes, or the configured interval if that is longer.
 *
 * @param retryAfterMs the wait that the site asked for. It lengthens the interval within the same limit.
 */
export function intervalInForce(configuredMs: number, failures: number, retryAfterMs = 0): number {
  const longest = Math.max(configuredMs, LONGEST_BACKOFF_MS);
  return Math.min(longest, Math.max(configuredMs * 2 ** Math.max(0, failures - 1), retryAfterMs));
}

/** Returns the interval with up to a tenth added, so that the sites' collections do not fall into step. */
export const jitter = (intervalMs: number, random: () => number): number =>
  intervalMs * (1 + JITTER * random());

/**
 * Returns the delays in ms of the sites' first collections: short for a few sites, spread out for many. Sites
 * whose stock is known from before are collected in the order of its age.
 *
 * @param readAt when each site was last read; undefined if it never was.
 */
export function startDelays(
  readAt: readonly (number | undefined)[],
  random: () => number,
): readonly number[] {
  const spread = Math.min(START_SPREAD_MS, (readAt.length - 1) * 20);
  const oldestFirst = readAt.filter((at) => at !== undefined).sort((a, b) => a - b);
  const rank = new Map(oldestFirst.map((at, index) => [at, index]));
  return readAt.map((at) => {
    const place = at === undefined ? undefined : rank.get(at);
    return place === undefined ? spread * random() : (spread * (place + random())) / readAt.length;
  });
}
