import type { Clock } from '../../src/collector/clock.js';

type Sleeper = { readonly at: number; readonly wake: () => void };

/** A clock that stands still until it is moved. Moving it wakes whoever's sleep is over, in order. */
export class HeldClock implements Clock {
  #now = 0;
  #set = 0;
  #sleepers: Sleeper[] = [];

  /** @param busy whether work continues outside the event loop that a move must wait for. */
  constructor(public busy: () => boolean = () => false) {}

  now = (): number => 1_700_000_000_000 + this.#now + this.#set;
  monotonic = (): number => this.#now;

  sleep = (ms: number, signal: AbortSignal): Promise<void> => {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake);
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        resolve();
      };
      const sleeper = { at: this.#now + ms, wake };
      this.#sleepers.push(sleeper);
      signal.addEventListener('abort', wake);
    });
  };

  /** Lets time pass without waking anybody, as while the whole machine is suspended. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Sets the Unix time forward or back. While the machine is suspended it continues, too. */
  set(ms: number): void {
    this.#set += ms;
  }

  /** How long until the next sleeper wakes. */
  get untilNext(): number {
    return Math.min(...this.#sleepers.map(({ at }) => at)) - this.#now;
  }

  /**
   * Lets everything that can happen now happen, and then moves on, one wake after another, with all that
   * follows from each.
   */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle(this.busy);
    for (;;) {
      const [next] = this.#sleepers.toSorted((a, b) => a.at - b.at);
      if (!next || next.at > end) break;
      this.#now = Math.max(this.#now, next.at);
      next.wake();
      await settle(this.busy);
    }
    this.#now = end;
    await settle(this.busy);
  }
}

/**
 * Lets promises and immediates come to rest, and waits for what is busy elsewhere, such as the threads behind
 * zlib.
 */
export async function settle(busy: () => boolean = () => false): Promise<void> {
  do {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  } while (busy());
}
