/**
 * What is known of how fast a site answers. A call is slow if the site's last call, or the last call of its action, waited for more
 * than a second: an action may be slow on a site whose others are fast.
 */
export class SiteSpeed {
  #isTried = false;
  #isSlow = false;
  readonly #slowActions = new Set<string>();
  readonly #changed: (isSlow: boolean) => void;

  /** @param changed called when the site becomes slow, or fast again. */
  constructor(changed: (isSlow: boolean) => void = () => {}) {
    this.#changed = changed;
  }

  /** Whether a call has been answered, has failed, or has waited for too long. */
  get isTried(): boolean {
    return this.#isTried;
  }

  /** Whether a call is expected to be slow. */
  expectsSlow(action: string): boolean {
    return this.#isSlow || this.#slowActions.has(action);
  }

  /** Notes that a call was settled, or has already waited for too long. */
  note(action: string, isSlow: boolean): void {
    this.#isTried = true;
    if (isSlow) this.#slowActions.add(action);
    else this.#slowActions.delete(action);
    if (isSlow === this.#isSlow) return;
    this.#isSlow = isSlow;
    this.#changed(isSlow);
  }
}
