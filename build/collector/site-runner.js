import pLimit from "p-limit";
import { jitter } from "./interval.js";
import { repeat } from "./loop.js";
import { createSiteParts } from "./site-parts.js";
const READY_AFTER_MS = 1e4;
function createSiteRunner(config, deps, known) {
  const { clock, random, transport } = deps;
  const { collector, usage, changes, heartbeats, reportBug } = createSiteParts(config, deps, known);
  let dueAt = Number.POSITIVE_INFINITY;
  const oneAtATime = pLimit(1);
  function exclusively(heartbeat, work) {
    heartbeat.wait();
    return oneAtATime(() => {
      heartbeat.work();
      return work();
    });
  }
  const republish = (heartbeat, signal) => exclusively(heartbeat, () => collector.republish(signal));
  async function collectAndWait(signal) {
    const { collection } = heartbeats;
    await exclusively(collection, () => collector.collect(signal));
    await collection.sleep(jitter(collector.status().intervalMs, random), signal);
  }
  async function refreshOnChange(signal) {
    const { refresh } = heartbeats;
    refresh.wait(changes.dueAt);
    const changed = await changes.next(signal);
    if (signal.aborted) return;
    try {
      await exclusively(refresh, () => collector.refresh(changed, signal));
    } finally {
      usage.changed(changed);
    }
  }
  const countWhenDue = (signal) => usage.countWhenDue(() => republish(heartbeats.usage, signal), signal);
  function loop(task, turn, signal) {
    const failed = (error) => reportBug(task, error);
    const deps2 = { heartbeat: heartbeats[task], pauseMs: config.intervalMs, failed };
    return repeat(() => turn(signal), deps2, signal);
  }
  async function collectAfter(delayMs, signal) {
    dueAt = clock.monotonic() + delayMs;
    await heartbeats.collection.sleep(delayMs, signal);
    await loop("collection", collectAndWait, signal);
  }
  return {
    config,
    status: collector.status,
    isReady: () => collector.status().lastAttempt !== void 0 || clock.monotonic() >= dueAt + READY_AFTER_MS,
    stalled: () => Object.values(heartbeats).flatMap((heartbeat) => {
      const ms = heartbeat.stalledFor();
      return ms === void 0 ? [] : { task: heartbeat.task, ms };
    }),
    changed: changes.mark,
    knowledge: () => ({ config, memory: collector.memory(), counted: usage.counted() }),
    async run(delayMs, signal) {
      const failed = (error) => reportBug("collection", error);
      if (known) await republish(heartbeats.collection, signal).catch(failed);
      await Promise.all([
        collectAfter(delayMs, signal),
        loop("refresh", refreshOnChange, signal),
        loop("usage", countWhenDue, signal)
      ]);
      await transport.close().catch(failed);
    }
  };
}
export {
  createSiteRunner
};
