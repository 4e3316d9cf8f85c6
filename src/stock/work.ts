/** Long work in steps. Other work can run between two steps. */
export type Work<T> = Generator<undefined, T, undefined>;

/** Runs all steps at once. */
export function finish<T>(work: Work<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Maps a list, one element per step. */
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
