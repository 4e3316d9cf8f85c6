/** One in a line. */
export type Waiting = {
  /** Grows with every arrival; no two are equal. */
  readonly arrival: number;
};

/** A line in the order of arrival, which may be joined and left anywhere. */
export class WaitingLine<T extends Waiting> {
  readonly #line: T[] = [];

  get length(): number {
    return this.#line.length;
  }

  get first(): T | undefined {
    return this.#line[0];
  }

  join(one: T): void {
    this.#line.splice(this.#indexOf(one), 0, one);
  }

  /** Removes one; does nothing if it is not in the line. */
  leave(one: T): void {
    const index = this.#indexOf(one);
    if (this.#line[index] === one) this.#line.splice(index, 1);
  }

  /** Returns how many have arrived before one, by bisection. */
  #indexOf({ arrival }: T): number {
    let [from, to] = [0, this.#line.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((this.#line[middle]?.arrival ?? arrival) < arrival) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
