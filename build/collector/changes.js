const QUIET_MS = 250;
const LONGEST_MS = 2e3;
const MOST = 50;
function createChanges(clock) {
  const ids = /* @__PURE__ */ new Set();
  let all = false;
  let firstAt;
  let lastAt = 0;
  let wake = () => {
  };
  async function marked(signal) {
    if (firstAt !== void 0 || signal.aborted) return;
    await new Promise((resolve) => {
      wake = resolve;
      signal.addEventListener("abort", wake, { once: true });
    });
    signal.removeEventListener("abort", wake);
  }
  const quietIn = () => Math.min(lastAt + QUIET_MS, (firstAt ?? 0) + LONGEST_MS) - clock.monotonic();
  return {
    dueAt: () => (firstAt ?? Number.POSITIVE_INFINITY) + LONGEST_MS,
    mark(changed) {
      lastAt = clock.monotonic();
      firstAt ??= lastAt;
      for (const id of changed) ids.add(id);
      all ||= changed.length === 0 || ids.size > MOST;
      if (all) ids.clear();
      wake();
    },
    async next(signal) {
      await marked(signal);
      for (let ms = quietIn(); ms > 0 && !signal.aborted; ms = quietIn()) await clock.sleep(ms, signal);
      const changed = all ? "all" : [...ids];
      ids.clear();
      all = false;
      firstAt = void 0;
      return changed;
    }
  };
}
export {
  createChanges
};
