import { WhmcsError } from "../whmcs/reasons.js";
const SLOW_PER_FAST = 4;
const HEAD_START_MS = 3e4;
function createCallPlaces(concurrency, clock) {
  const fast = { limit: concurrency, running: 0 };
  const slow = { limit: concurrency * SLOW_PER_FAST, running: 0 };
  const waiters = /* @__PURE__ */ new Set();
  const places = /* @__PURE__ */ new Set();
  let movedAt = clock.monotonic();
  const poolFor = ({ speed, action }) => speed.expectsSlow(action) ? slow : fast;
  function nextFor(pool) {
    let untried;
    for (const waiter of waiters) {
      if (poolFor(waiter.request) !== pool) continue;
      if (!waiter.request.speed.isTried) untried ??= waiter;
      else return untried && untried.since + HEAD_START_MS < waiter.since ? untried : waiter;
    }
    return untried;
  }
  function fill() {
    movedAt = clock.monotonic();
    for (const pool of [fast, slow]) {
      while (pool.running < pool.limit) {
        const next = nextFor(pool);
        if (!next) break;
        waiters.delete(next);
        pool.running += 1;
        next.start(pool);
      }
    }
  }
  const countOf = (pool) => ({
    limit: pool.limit,
    running: pool.running,
    waiting: [...waiters].filter(({ request }) => poolFor(request) === pool).length
  });
  return {
    fill,
    take: (request, signal) => new Promise((resolve, reject) => {
      function leave() {
        waiters.delete(waiter);
        reject(new WhmcsError("canceled", "the call was canceled", { cause: signal.reason }));
      }
      const waiter = {
        request,
        since: clock.monotonic(),
        start(pool) {
          signal.removeEventListener("abort", leave);
          const place = { pool, until: clock.monotonic() + request.timeoutMs };
          places.add(place);
          resolve(place);
        }
      };
      if (signal.aborted) return leave();
      signal.addEventListener("abort", leave, { once: true });
      waiters.add(waiter);
      fill();
    }),
    giveBack(place) {
      places.delete(place);
      place.pool.running -= 1;
      fill();
    },
    moveToSlow(place) {
      if (place.pool === slow) return true;
      if (slow.running >= slow.limit) return false;
      slow.running += 1;
      fast.running -= 1;
      place.pool = slow;
      fill();
      return true;
    },
    resize(concurrency2) {
      fast.limit = concurrency2;
      slow.limit = concurrency2 * SLOW_PER_FAST;
      fill();
    },
    counts: () => ({ fast: countOf(fast), slow: countOf(slow) }),
    movesBy() {
      if (waiters.size === 0) return Number.POSITIVE_INFINITY;
      let last = movedAt;
      for (const { until } of places) last = Math.max(last, until);
      return last;
    }
  };
}
export {
  createCallPlaces
};
