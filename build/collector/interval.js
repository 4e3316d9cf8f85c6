const LONGEST_BACKOFF_MS = 15 * 6e4;
const JITTER = 0.1;
const START_SPREAD_MS = 5e3;
function intervalInForce(configuredMs, failures, retryAfterMs = 0) {
  const longest = Math.max(configuredMs, LONGEST_BACKOFF_MS);
  return Math.min(longest, Math.max(configuredMs * 2 ** Math.max(0, failures - 1), retryAfterMs));
}
const jitter = (intervalMs, random) => intervalMs * (1 + JITTER * random());
const startDelay = (sites, random) => Math.min(START_SPREAD_MS, (sites - 1) * 20) * random();
export {
  intervalInForce,
  jitter,
  startDelay
};
