import { randomFrom, skewed } from './random.js';

const MAX_AGE_SECONDS = 15 * 60;
const LONGEST_BACKOFF_SECONDS = 15 * 60;
const REQUESTS_OF_A_COLLECTION = 3;
const TIMEOUT_SECONDS = 10;

/**
 * Collects a site as the exporter would, by the minute: every interval, more rarely the longer it fails, with retries.
 *
 * @returns the collections by the minute they ended in, and what was known at each
 */
export function collect(shop, grid, seed) {
  const random = randomFrom(seed);
  const minutes = [];
  let state = { next: grid.start, failures: 0, interval: shop.interval, lastSuccess: grid.start - 60, up: 1 };
  for (let index = 0; index < grid.length; index += 1) {
    const now = grid.timeAt(index);
    const collection = now >= state.next ? attempt(shop, grid, index, random) : undefined;
    if (collection) state = after(state, collection, shop, now);
    minutes.push({ ...state, collection, isKnown: now - state.lastSuccess <= MAX_AGE_SECONDS });
  }
  return minutes;
}

function after(before, { failed, seconds }, shop, now) {
  const failures = failed ? before.failures + 1 : 0;
  const backedOff = shop.interval * 2 ** Math.max(0, failures - 1);
  const interval = Math.min(backedOff, Math.max(shop.interval, LONGEST_BACKOFF_SECONDS));
  return {
    failures,
    interval,
    up: failed ? 0 : 1,
    next: now + interval,
    lastAttempt: now,
    lastSuccess: failed ? before.lastSuccess : now - 1,
    seconds,
  };
}

function attempt(shop, grid, index, random) {
  const outage = outageAt(shop, grid, index);
  const requests = [];
  for (const action of shop.actions) {
    const reason = outage ?? mishap(shop.mishaps, random);
    const stubborn = outage !== undefined || (reason !== undefined && random() < 0.08);
    const errors = reason === undefined ? 0 : stubborn ? REQUESTS_OF_A_COLLECTION : 1;
    for (let request = 0; request < errors; request += 1)
      requests.push({
        ...action,
        error: reason,
        retry: request > 0,
        seconds: secondsOfError(reason, random),
      });
    if (stubborn) return { requests, failed: reason, seconds: secondsOf(requests) };
    const slow = shop.slowEvenings ? slowness(grid.timeAt(index)) : 1;
    requests.push({ ...action, retry: errors > 0, seconds: skewed(action.seconds * slow, random) });
  }
  return { requests, failed: undefined, seconds: secondsOf(requests) };
}

const secondsOf = (requests) => requests.reduce((sum, { seconds }) => sum + seconds, 0);

const secondsOfError = (reason, random) =>
  reason === 'timeout' ? TIMEOUT_SECONDS : skewed(reason === 'connect' ? 0.04 : 0.3, random);

/** Nobody listens at first; by and by the server in front answers again, with errors. */
function outageAt({ outage }, grid, index) {
  if (!outage || index < grid.before(outage.from) || index >= grid.before(outage.to)) return undefined;
  return index < grid.before(outage.to + 1) ? outage.reason : 'http';
}

function mishap(chances, random) {
  const drawn = random();
  let passed = 0;
  for (const [reason, chance] of Object.entries(chances ?? { http: 0.0006, timeout: 0.0004 })) {
    passed += chance;
    if (drawn < passed) return reason;
  }
  return undefined;
}

/** Up to three times as slow at nine in the evening. */
function slowness(time) {
  const hours = (time / 3_600) % 24;
  return 1 + 2 * Math.exp(-(((hours - 21) / 2) ** 2));
}
