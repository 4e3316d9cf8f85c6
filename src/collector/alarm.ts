import { once } from 'node:events';
import type { Clock, SteadyTime } from './clock.js';

/** The longest single sleep. The time is checked after it, because the clock may be set forward. */
const LONGEST_SLEEP_MS = 60_000;

/** Sleeps until a steady time. `ringBefore` can end the sleep earlier. */
export class Alarm {
  readonly #clock: Pick<Clock, 'sleep'>;
  readonly #steadyTime: SteadyTime;
  #wakesAt = Number.POSITIVE_INFINITY;
  #wake = () => {};

  constructor(clock: Pick<Clock, 'sleep'>, steadyTime: SteadyTime) {
    this.#clock = clock;
    this.#steadyTime = steadyTime;
  }

  /** Ends the current sleep if it would last beyond a time. */
  ringBefore(at: number): void {
    if (at < this.#wakesAt) this.#wake();
  }

  /** Sleeps until a time, but at most a minute. With an infinite time, sleeps until `ringBefore` ends it. */
  async sleepUntil(at: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const now = this.#steadyTime();
    const isEndless = at === Number.POSITIVE_INFINITY;
    this.#wakesAt = isEndless ? at : Math.min(at, now + LONGEST_SLEEP_MS);
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    signal.addEventListener('abort', this.#wake, { once: true });
    if (isEndless) await once(woken.signal, 'abort');
    else await this.#clock.sleep(this.#wakesAt - now, woken.signal);
    signal.removeEventListener('abort', this.#wake);
  }
}
