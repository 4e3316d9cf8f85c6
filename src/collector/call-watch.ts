import type { Clock } from './clock.js';

/** Follows the API calls that a loop makes, for its heartbeat. */
export class CallWatch {
  #settledAt = Number.NEGATIVE_INFINITY;
  #underWay = 0;
  readonly #deadlines = new Set<{ readonly at: number }>();
  readonly #clock: Pick<Clock, 'monotonic'>;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Follows a call, from before it waits for its place. */
  async follow<T>(call: () => Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await call();
    } finally {
      this.#underWay -= 1;
      this.#settledAt = this.#clock.monotonic();
    }
  }

  /** Follows a call that has its place, and ends by itself within the timeout. */
  async followRunning<T>(timeoutMs: number, call: () => Promise<T>): Promise<T> {
    const deadline = { at: this.#clock.monotonic() + timeoutMs };
    this.#deadlines.add(deadline);
    try {
      return await call();
    } finally {
      this.#deadlines.delete(deadline);
    }
  }

  /** Returns the monotonic time in ms by which a call must settle, or at which the last one did. */
  due(): number {
    if (this.#deadlines.size > 0) return Math.min(...[...this.#deadlines].map(({ at }) => at));
    return this.#underWay > 0 ? Number.POSITIVE_INFINITY : this.#settledAt;
  }
}
