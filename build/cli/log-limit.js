const WINDOW_MS = 6e4;
const MOST_LINES = 10;
const MOST_KINDS = 5e3;
const OTHER = "";
function createLogLimit(clock, signal) {
  const windows = /* @__PURE__ */ new Map();
  function forgetEnded(now) {
    for (const [kind, { endsAt }] of windows) {
      if (now < endsAt) return;
      windows.delete(kind);
    }
  }
  function windowOf(kind) {
    const now = clock.monotonic();
    forgetEnded(now);
    const current = windows.get(kind);
    if (current) return current;
    if (windows.size >= MOST_KINDS && kind !== OTHER) return windowOf(OTHER);
    const window = { endsAt: now + WINDOW_MS, written: 0, missed: 0 };
    windows.set(kind, window);
    return window;
  }
  return (kind, summarize) => {
    const window = windowOf(kind);
    if (window.written < MOST_LINES) {
      window.written += 1;
      return true;
    }
    window.missed += 1;
    if (window.missed === 1)
      clock.sleep(window.endsAt - clock.monotonic(), signal).then(() => summarize(window.missed));
    return false;
  };
}
export {
  createLogLimit
};
