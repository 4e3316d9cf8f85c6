import type { Clock } from './clock.js';

/** A reason saves the error with a stack that `abort` creates without one. */
const WOKEN = 'woken';

/** A sleep that `wake` ends early. */
export class WakeableSleep {
  readonly #sleep: Clock['sleep'];
  #woken = new AbortController();

  constructor(sleep: Clock['sleep']) {
    this.#sleep = sleep;
  }

  /** Ends the current sleep. */
  wake(): void {
    this.#woken.abort(WOKEN);
  }

  /** Resolves after `ms`, on `wake`, or as soon as the signal aborts. */
  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const woken = new AbortController();
    const wake = () => woken.abort(WOKEN);
    this.#woken = woken;
    signal.addEventListener('abort', wake, { once: true });
    await this.#sleep(ms, woken.signal);
    signal.removeEventListener('abort', wake);
  }
}
