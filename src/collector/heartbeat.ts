import type { Clock } from './clock.js';

/** How long anything but a sleep or a call may take: decoding, rendering, and waiting for a busy machine. */
export const SLACK_MS = 30_000;

const NEVER = (): number => Number.POSITIVE_INFINITY;

/**
 * Tracks by when a loop must move next, on the monotonic clock. The time depends on what the loop does, so a
 * slow site is not reported: a sleep has its length, a call its deadline. A wait for other loops has no
 * limit, because each of them has its own heartbeat.
 */
export class Heartbeat {
  #movedAt: number;
  #due: () => number = NEVER;
  readonly #clock: Clock;
  readonly #calls: CallWatch;

  /**
   * @param task what the loop does, for messages.
   * @param calls the API calls that it makes.
   */
  constructor(
    readonly task: string,
    clock: Clock,
    calls: CallWatch,
  ) {
    this.#clock = clock;
    this.#calls = calls;
    this.#movedAt = clock.monotonic();
  }

  /** The loop works, and may make calls. */
  work(): void {
    const now = this.#move();
    this.#due = () => Math.max(now, this.#calls.due());
  }

  /** The loop waits for an event. @param due the latest time of the event. */
  wait(due: () => number = NEVER): void {
    this.#move();
    this.#due = due;
  }

  /** Sleeps, and goes on with work. */
  sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
    const end = this.#move() + ms;
    this.#due = () => end;
    await this.#clock.sleep(ms, signal);
    this.work();
  };

  /** Returns how long ago in ms the loop last moved if it should have moved since; otherwise undefined. */
  stalledFor(): number | undefined {
    const now = this.#clock.monotonic();
    return now > this.#due() + SLACK_MS ? now - this.#movedAt : undefined;
  }

  #move(): number {
    this.#movedAt = this.#clock.monotonic();
    return this.#movedAt;
  }
}

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
