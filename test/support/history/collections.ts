import type { Reason } from '../../../src/whmcs/reasons.js';
import type { Grid } from './grid.js';
import { type Random, randomFrom, skewed } from './random.js';
import type { Shop, ShopAction } from './shop.js';

const MAX_AGE_SECONDS = 15 * 60;
const LONGEST_BACKOFF_SECONDS = 15 * 60;
const REQUESTS_OF_A_COLLECTION = 3;
const TIMEOUT_SECONDS = 10;
const USUAL_MISHAPS = { http: 0.0006, timeout: 0.0004 };

export type CollectionRequest = ShopAction & { readonly error?: Reason; readonly retry: boolean };

export type Collection = {
  readonly requests: readonly CollectionRequest[];
  readonly failed: Reason | undefined;
  readonly seconds: number;
};

type State = {
  readonly next: number;
  readonly failures: number;
  readonly interval: number;
  readonly up: 0 | 1;
  readonly lastAttempt: number | undefined;
  readonly lastSuccess: number;
  readonly seconds: number | undefined;
};

/** What the exporter knows at an instant, and the collection that ended then. */
export type Minute = State & { readonly collection: Collection | undefined; readonly isKnown: boolean };

/**
 * Collects a site by the minute as the exporter would: every interval, with retries, and less often while it
 * fails.
 */
export function collect(shop: Shop, grid: Grid, seed: number): readonly Minute[] {
  const random = randomFrom(seed);
  const minutes: Minute[] = [];
  let state: State = {
    next: grid.start,
    failures: 0,
    interval: shop.interval,
    up: 1,
    lastAttempt: undefined,
    lastSuccess: grid.start - 60,
    seconds: undefined,
  };
  for (let index = 0; index < grid.length; index += 1) {
    const now = grid.timeAt(index);
    const collection = now >= state.next ? attempt(shop, grid, index, random) : undefined;
    if (collection) state = after(state, collection, shop, now);
    minutes.push({ ...state, collection, isKnown: now - state.lastSuccess <= MAX_AGE_SECONDS });
  }
  return minutes;
}

function after(before: State, { failed, seconds }: Collection, shop: Shop, now: number): State {
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

function attempt(shop: Shop, grid: Grid, index: number, random: Random): Collection {
  const outage = outageAt(shop, grid, index);
  const requests: CollectionRequest[] = [];
  for (const action of shop.actions) {
    const reason = outage ?? mishap(shop.mishaps, random);
    const stubborn = outage !== undefined || (reason !== undefined && random() < 0.08);
    const errors = stubborn ? REQUESTS_OF_A_COLLECTION : 1;
    for (let request = 0; reason !== undefined && request < errors; request += 1)
      requests.push({
        ...action,
        error: reason,
        retry: request > 0,
        seconds: secondsOfError(reason, random),
      });
    if (stubborn) return { requests, failed: reason, seconds: secondsOf(requests) };
    const slow = shop.slowEvenings ? slowness(grid.timeAt(index)) : 1;
    requests.push({ ...action, retry: reason !== undefined, seconds: skewed(action.seconds * slow, random) });
  }
  return { requests, failed: undefined, seconds: secondsOf(requests) };
}

const secondsOf = (requests: readonly CollectionRequest[]) =>
  requests.reduce((sum, { seconds }) => sum + seconds, 0);

const secondsOfError = (reason: Reason, random: Random) =>
  reason === 'timeout' ? TIMEOUT_SECONDS : skewed(reason === 'connect' ? 0.04 : 0.3, random);

/** Nothing listens at first; an hour before the end the reverse proxy answers again, with errors. */
function outageAt({ outage }: Shop, grid: Grid, index: number): Reason | undefined {
  if (!outage || index < grid.before(outage.from) || index >= grid.before(outage.to)) return undefined;
  return index < grid.before(outage.to + 1) ? outage.reason : 'http';
}

function mishap(chances: Shop['mishaps'], random: Random): Reason | undefined {
  const drawn = random();
  let passed = 0;
  for (const [reason, chance] of Object.entries(chances ?? USUAL_MISHAPS) as [Reason, number][]) {
    passed += chance;
    if (drawn < passed) return reason;
  }
  return undefined;
}

/** Up to three times as slow at nine in the evening. */
function slowness(time: number): number {
  const hours = (time / 3_600) % 24;
  return 1 + 2 * Math.exp(-(((hours - 21) / 2) ** 2));
}
