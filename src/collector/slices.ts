/** Work gives way to other work after this time. */
const SLICE_MS = 8;

/** Divides long work into slices, between which other work continues. */
export class Slices {
  private end: number;

  /**
   * @param now returns monotonic time in ms.
   * @param pause lets other work continue.
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
