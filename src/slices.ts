import type { Work } from './stock/work.js';

/**
 * A slice ends after this time. A call of the API may wait for the end of a slice when it connects, and when
 * its answer arrives: with slices of 8 ms, a first collection of 1,000 sites takes a seventh longer.
 */
const SLICE_MS = 1;
/** Steps between two checks of the time. A check takes longer than a short step. */
const STEPS = 4;

/** Tells long work when to let other work run. */
export type Slicing = {
  /** Returns whether the slice has ended. */
  isOver(): boolean;
  /** Resolves when the next slice begins. */
  next(): Promise<void>;
};

/**
 * Divides the work of all sites into slices, one per turn of the event loop. If each site had its own, those
 * of all sites would run in one turn, and a scrape would wait for them.
 */
export class SharedSlices implements Slicing {
  #end: number | undefined;
  readonly #waiting: (() => void)[] = [];

  /** Whether work waits for its next slice. */
  get isAwaited(): boolean {
    return this.#waiting.length > 0;
  }

  isOver(): boolean {
    const now = performance.now();
    if (this.#end === undefined) {
      this.#end = now + SLICE_MS;
      setImmediate(() => this.#endTurn());
    }
    return now > this.#end;
  }

  next(): Promise<void> {
    this.isOver(); // begins a slice if none is under way; the next one begins when it ends
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #endTurn(): void {
    this.#end = undefined;
    const resume = this.#waiting.shift();
    if (!resume) return;
    this.isOver(); // begins its slice
    resume();
  }
}

/** There is one for the process, because it has one event loop. */
const shared = new SharedSlices();

/** Returns whether work waits for its next slice. */
export const isWorkWaiting = (): boolean => shared.isAwaited;

/** Lets other work run if the slice of this turn has ended. To be awaited after each part of long work. */
export async function giveWay(slices: Slicing = shared): Promise<void> {
  if (slices.isOver()) await slices.next();
}

/** Does work in slices. Other work runs between them. */
export async function inSlices<T>(work: Work<T>, slices: Slicing = shared): Promise<T> {
  for (let count = 1; ; count += 1) {
    const step = work.next();
    if (step.done) return step.value;
    if (count % STEPS === 0 && slices.isOver()) await slices.next();
  }
}
