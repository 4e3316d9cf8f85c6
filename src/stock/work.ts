/** Long work in steps. Other work may continue between two of them. */
export type Work<T> = Generator<undefined, T, undefined>;

/** Does all the work at once. */
export function finish<T>(work: Work<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Maps a list, one element a step. */
export function* mapInSteps<From, To>(
  list: Iterable<From>,
  map: (one: From, index: number) => To,
): Work<readonly To[]> {
  const mapped: To[] = [];
  for (const one of list) {
    yield;
    mapped.push(map(one, mapped.length));
  }
  return mapped;
}
