import { describe, expect, test } from '@jest/globals';
import { probabilityOfAtLeast } from '../../src/stock/forecast-distribution.js';

/** Sums the negative binomial term by term. */
function tailOf(least: number, mean: number, variance: number): number {
  const size = mean ** 2 / (variance - mean);
  const share = mean / (mean + size);
  let term = (1 - share) ** size;
  let below = 0;
  for (let count = 0; count < least; count += 1) {
    below += term;
    term *= ((size + count) / (count + 1)) * share;
  }
  return 1 - below;
}

describe('the tail of a count', () => {
  test.each([
    [1, 0.1, 0.2],
    [1, 3, 4],
    [5, 4, 12],
    [40, 30, 90],
    [41, 30, 90],
    [40, 35, 35.1],
    [40, 2_000, 2_100],
    [200, 260, 700],
  ])('of at least %d, of mean %d and variance %d, is the sum of its terms', (least, mean, variance) => {
    expect(probabilityOfAtLeast(least, { mean, variance })).toBeCloseTo(tailOf(least, mean, variance), 6);
  });

  test('without more variance than chance is that of a Poisson', () => {
    expect(probabilityOfAtLeast(3, { mean: 2, variance: 2 })).toBeCloseTo(1 - 5 * Math.exp(-2), 4);
  });

  test('is 1 of nothing, and 0 without demand', () => {
    expect(probabilityOfAtLeast(0, { mean: 0, variance: 0 })).toBe(1);
    expect(probabilityOfAtLeast(1, { mean: 0, variance: 0 })).toBe(0);
  });

  test('is a probability for any stock and demand', () => {
    for (const mean of [1e-6, 0.01, 1, 100, 1e6])
      for (const least of [1, 10, 1e3, 1e6, 1e9])
        for (const excess of [1e-9, 0.5, 20]) {
          const probability = probabilityOfAtLeast(least, { mean, variance: mean * (1 + excess) });
          expect(probability).toBeGreaterThanOrEqual(-1e-9);
          expect(probability).toBeLessThanOrEqual(1 + 1e-9);
        }
  });
});
