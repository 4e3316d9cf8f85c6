import { setImmediate as turn } from 'node:timers/promises';
import type { Work } from './stock/work.js';

/** A slice ends after this time. */
const SLICE_MS = 8;
/** Steps between two checks of the time. A check takes longer than a short step. */
const STEPS = 16;

/** Divides long work into slices. Other work runs between them. */
export class Slices {
  private end: number;

  /**
   * @param now returns monotonic time in ms.
   * @param pause lets other work run.
   */
  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly pause: () => Promise<void> = turn,
  ) {
    this.end = now() + SLICE_MS;
  }

  isOver(): boolean {
    return this.now() > this.end;
  }

  async next(): Promise<void> {
    await this.pause();
    this.end = this.now() + SLICE_MS;
  }
}

/** Does work in slices. Other work runs between them. */
export async function inSlices<T>(work: Work<T>, slices = new Slices()): Promise<T> {
  for (let count = 1; ; count += 1) {
    const step = work.next();
    if (step.done) return step.value;
    if (count % STEPS === 0 && slices.isOver()) await slices.next();
  }
}
