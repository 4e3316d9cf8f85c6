/** Numbers from 0 to 1, the same ones for the same seed (Mulberry32). */
export function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number that is about `middle`, never below 0, and now and then much above. */
export const skewed = (middle, random) =>
  middle * Math.exp(0.35 * (random() + random() + random() - 1.5) + (random() < 0.01 ? 1.5 : 0));
