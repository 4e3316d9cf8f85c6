import { createCallPlaces } from "./call-places.js";
import { orAborted } from "./or-aborted.js";
const SLOW_AFTER_MS = 1e3;
function createCallPools(concurrency, clock) {
  const { take, giveBack, moveToSlow, fill, ...places } = createCallPlaces(concurrency, clock);
  async function attempt(call, place, outer) {
    const { speed, action } = call;
    const started = clock.monotonic();
    const canceled = new AbortController();
    const settled = new AbortController();
    const cancel = () => canceled.abort(outer.reason);
    if (outer.aborted) cancel();
    outer.addEventListener("abort", cancel, { once: true });
    let isEvicted = false;
    async function lendPlace() {
      const lentMs = speed.patienceMs(action, SLOW_AFTER_MS);
      await clock.sleep(lentMs, settled.signal);
      if (settled.signal.aborted) return;
      moveToSlow(place);
      await clock.sleep(SLOW_AFTER_MS - lentMs, settled.signal);
      if (settled.signal.aborted) return;
      speed.slow(action);
      isEvicted = !moveToSlow(place);
      if (isEvicted) canceled.abort();
      else fill();
    }
    lendPlace();
    try {
      return { value: await orAborted(canceled.signal, call.make(canceled.signal)) };
    } catch (error) {
      if (!isEvicted || outer.aborted) throw error;
      return void 0;
    } finally {
      settled.abort();
      outer.removeEventListener("abort", cancel);
      const ms = clock.monotonic() - started;
      if (ms >= SLOW_AFTER_MS) speed.slow(action);
      else if (!outer.aborted) speed.answered(action, ms);
      giveBack(place);
    }
  }
  return {
    ...places,
    async run(call, signal) {
      for (; ; ) {
        const answer = await attempt(call, await take(call, signal), signal);
        if (answer) return answer.value;
      }
    }
  };
}
export {
  createCallPools
};
