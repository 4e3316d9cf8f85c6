import { setTimeout as sleep } from "node:timers/promises";
const systemClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(ms, signal) {
    await sleep(ms, void 0, { signal }).catch((error) => {
      if (!signal.aborted) throw error;
    });
  }
};
export {
  systemClock
};
