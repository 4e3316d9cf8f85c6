const PATIENCE = 4;
const LEAST_PATIENCE_MS = 250;
class SiteSpeed {
  #isTried = false;
  #isSlow = false;
  #slowActions = /* @__PURE__ */ new Set();
  #lastMs = /* @__PURE__ */ new Map();
  #changed;
  /** @param changed called when the site becomes slow, or fast again. */
  constructor(changed = () => {
  }) {
    this.#changed = changed;
  }
  /** Whether a call was answered, failed, or turned out to be slow. */
  get isTried() {
    return this.#isTried;
  }
  expectsSlow(action) {
    return this.#isSlow || this.#slowActions.has(action);
  }
  /** How long in ms a call takes at most if it is like the last one of its action; at most `longestMs`. */
  patienceMs(action, longestMs) {
    const lastMs = this.#lastMs.get(action) ?? longestMs;
    return Math.min(longestMs, Math.max(LEAST_PATIENCE_MS, PATIENCE * lastMs));
  }
  /** Notes that a call was answered, or failed, in time. */
  answered(action, ms) {
    this.#lastMs.set(action, ms);
    this.#slowActions.delete(action);
    this.#note(false);
  }
  /** Notes that a call turned out to be slow. */
  slow(action) {
    this.#slowActions.add(action);
    this.#note(true);
  }
  #note(isSlow) {
    this.#isTried = true;
    if (isSlow === this.#isSlow) return;
    this.#isSlow = isSlow;
    this.#changed(isSlow);
  }
}
export {
  SiteSpeed
};
