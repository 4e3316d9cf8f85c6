/** How many times longer than the last one a call may take before it is taken for a slow one. */
const PATIENCE = 4;
const LEAST_PATIENCE_MS = 250;

/**
 * What is known of how fast a site answers. A call is expected to be slow if the site's last call was, or the
 * last call of its action: an action may be slow on a site whose others are fast.
 */
export class SiteSpeed {
  #isTried = false;
  #isSlow = false;
  readonly #slowActions = new Set<string>();
  readonly #lastMs = new Map<string, number>();
  readonly #changed: (isSlow: boolean) => void;

  /** @param changed called when the site becomes slow, or fast again. */
  constructor(changed: (isSlow: boolean) => void = () => {}) {
    this.#changed = changed;
  }

  /** Whether a call was answered, failed, or turned out to be slow. */
  get isTried(): boolean {
    return this.#isTried;
  }

  expectsSlow(action: string): boolean {
    return this.#isSlow || this.#slowActions.has(action);
  }

  /** How long in ms a call takes at most if it is like the last one of its action; at most `longestMs`. */
  patienceMs(action: string, longestMs: number): number {
    const lastMs = this.#lastMs.get(action) ?? longestMs;
    return Math.min(longestMs, Math.max(LEAST_PATIENCE_MS, PATIENCE * lastMs));
  }

  /** Notes that a call was answered, or failed, in time. */
  answered(action: string, ms: number): void {
    this.#lastMs.set(action, ms);
    this.#slowActions.delete(action);
    this.#note(false);
  }

  /** Notes that a call turned out to be slow. */
  slow(action: string): void {
    this.#slowActions.add(action);
    this.#note(true);
  }

  #note(isSlow: boolean): void {
    this.#isTried = true;
    if (isSlow === this.#isSlow) return;
    this.#isSlow = isSlow;
    this.#changed(isSlow);
  }
}
