import type { CallWatch } from './call-watch.js';
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

  /** Sleeps, and continues with work. */
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
