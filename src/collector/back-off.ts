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

/** Returns the delay in ms of a site's first collection: short for a few sites, spread out for many. */
export const startDelay = (sites: number, random: () => number): number =>
  Math.min(START_SPREAD_MS, (sites - 1) * 20) * random();
