import { describe, expect, test } from '@jest/globals';
import { fitMemory, isSteady, type MemorySample } from './soak/memory-trends.js';

const SECONDS = 20 * 60;
/** In MiB per hour. */
const LEAK = 12;

/** Returns a function of pseudo-random numbers from -1 to 1 (the generator of Park and Miller). */
function createNoise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (2 * state) / 2_147_483_647 - 1;
  };
}

/** Memory as it was in real soaks: it fills up while V8 compiles, and follows garbage collections. */
function soak(seed: number, leak: { readonly heap?: number; readonly outside?: number }) {
  const noise = createNoise(seed);
  let free = 0;
  return Array.from({ length: SECONDS }, (_, second): MemorySample => {
    free = 0.97 * free + 0.5 * noise();
    const compiled = 1 - Math.exp(-second / 180);
    const inUse = 26 + 4 * compiled + ((leak.heap ?? 0) * second) / 3_600;
    const heapTotal = inUse + 12 + free;
    const outside = 63 + 3 * compiled + 0.5 * noise() + ((leak.outside ?? 0) * second) / 3_600;
    const heap = inUse + (second % 7) + 0.5 * noise();
    return { at: 1_000 * second, rss: heapTotal + outside, heapTotal, heap };
  });
}

describe.each([1, 2, 3, 4, 5].map((number) => [number * 7_919]))('a soak of 20 minutes (seed %i)', (seed) => {
  const check = (leak: Parameters<typeof soak>[1]) => isSteady(fitMemory(soak(seed, leak)));

  test('is steady if memory only fills up at first', () => expect(check({})).toBe(true));

  test('notices a leak in the heap', () => expect(check({ heap: LEAK })).toBe(false));

  test('notices a leak outside the heap', () => expect(check({ outside: LEAK })).toBe(false));

  test('notices a heap that V8 enlarges without need', () => {
    const samples = soak(seed, {}).map((sample) => {
      const grown = (3 * LEAK * sample.at) / 3_600_000;
      return { ...sample, heapTotal: sample.heapTotal + grown, rss: sample.rss + grown };
    });
    expect(isSteady(fitMemory(samples))).toBe(false);
  });
});
