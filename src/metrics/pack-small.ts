/** Neighbours are joined up to this size in bytes: handling and sending many small ones takes longer. */
const SMALL_BYTES = 64 * 1024;

/** Up to this size in bytes all of a list are joined. Copying more takes longer than sending its parts. */
const WHOLE_BYTES = 1024 * 1024;

/** Joins small neighbours of a list. Unless the whole is small, a large element stays as it is. */
export function packSmall<T>(
  list: readonly T[],
  sizeOf: (one: T) => number,
  join: (run: readonly T[]) => T,
): readonly T[] {
  const total = list.reduce((sum, one) => sum + sizeOf(one), 0);
  const most = total <= WHOLE_BYTES ? WHOLE_BYTES : SMALL_BYTES;
  const packed: T[] = [];
  let run: T[] = [];
  let size = 0;
  const endRun = () => {
    if (run.length > 0) packed.push(join(run));
    run = [];
    size = 0;
  };
  for (const one of list) {
    if (size + sizeOf(one) > most) endRun();
    if (sizeOf(one) > most) {
      packed.push(one);
    } else {
      run.push(one);
      size += sizeOf(one);
    }
  }
  endRun();
  return packed;
}
