/** Neighbours are joined up to this size in bytes: handling and sending many small ones takes longer. */
const SMALL_BYTES = 1024 * 1024;

/** Joins small neighbours of a list. A large element stays as it is, without a copy. */
export function packSmall<T>(
  list: readonly T[],
  sizeOf: (one: T) => number,
  join: (run: readonly T[]) => T,
): readonly T[] {
  const packed: T[] = [];
  let run: T[] = [];
  let size = 0;
  const endRun = () => {
    if (run.length > 0) packed.push(join(run));
    run = [];
    size = 0;
  };
  for (const one of list) {
    if (size + sizeOf(one) > SMALL_BYTES) endRun();
    if (sizeOf(one) > SMALL_BYTES) {
      packed.push(one);
    } else {
      run.push(one);
      size += sizeOf(one);
    }
  }
  endRun();
  return packed;
}
