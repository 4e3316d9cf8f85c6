/** Returns a number from 0 up to 1. */
export type Random = () => number;

/** Returns a generator that gives the same numbers for the same seed (Mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Returns a number around `middle`, never below 0 and occasionally far above. */
export const skewed = (middle: number, random: Random): number =>
  middle * Math.exp(0.35 * (random() + random() + random() - 1.5) + (random() < 0.01 ? 1.5 : 0));
