import type { Slicing } from '../../src/slices.js';

const SLICE_MS = 8;

/** Divides one work into slices by a clock of the test. */
export class OwnSlices implements Slicing {
  private end: number;

  /**
   * @param now returns monotonic time in ms.
   * @param pause lets other work run.
   */
  constructor(
    private readonly now: () => number,
    private readonly pause: () => Promise<void>,
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
