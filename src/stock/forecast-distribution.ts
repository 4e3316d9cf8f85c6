// The negative binomial distribution: counts of what happens at a rate that is itself uncertain, or in
// bursts. Its tail is the regularised incomplete beta function.

/** The mean and the variance of a count. The variance is not below the mean. */
export type CountMoments = { readonly mean: number; readonly variance: number };

/** Returns the probability that a count is at least `least`. */
export function probabilityOfAtLeast(least: number, { mean, variance }: CountMoments): number {
  if (least <= 0) return 1;
  if (mean <= 0) return 0;
  const size = mean ** 2 / Math.max(variance - mean, mean * SMALL);
  const share = mean / (mean + size);
  if (least > MOST_TERMS_SUMMED) return incompleteBeta(share, least, size);
  let below = 0;
  for (let count = 0, term = Math.exp(size * Math.log1p(-share)); count < least; count += 1) {
    below += term;
    term *= ((size + count) / (count + 1)) * share;
  }
  return Math.max(0, 1 - below);
}

/**
 * Up to so many terms, a sum is faster than the incomplete beta function. If the first term is too small for
 * a number, all of them are too small to matter.
 */
const MOST_TERMS_SUMMED = 40;

/** Returns the logarithm of the gamma function (Lanczos's approximation, exact to ten digits). */
export function logGamma(x: number): number {
  let series = 1.000000000190015;
  for (let index = 0; index < LANCZOS.length; index += 1) series += (LANCZOS[index] ?? 0) / (x + index + 1);
  return (x + 0.5) * Math.log(x + 5.5) - (x + 5.5) + Math.log((2.5066282746310007 * series) / x);
}

const LANCZOS = [
  76.18009172947146, -86.50532032941678, 24.01409824083091, -1.231739572450155, 1.208650973866179e-3,
  -5.395239384953e-6,
] as const;

/** Returns the regularised incomplete beta function I_x(a, b), by its continued fraction (Lentz's method). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const scale = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (scale * continuedFraction(x, a, b)) / a
    : 1 - (scale * continuedFraction(1 - x, b, a)) / b;
}

/** A variance is at least this much above its mean, relative to it: a Poisson for all that matters. */
const SMALL = 1e-6;
const TINY = 1e-300;
const PRECISION = 1e-6;
const MOST_TERMS = 1_000;

const notZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);

function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let term = 1; term <= MOST_TERMS; term += 1) {
    const even = (term * (b - term) * x) / ((a + 2 * term - 1) * (a + 2 * term));
    d = 1 / notZero(1 + even * d);
    c = notZero(1 + even / c);
    result *= d * c;
    const odd = (-(a + term) * (a + b + term) * x) / ((a + 2 * term) * (a + 2 * term + 1));
    d = 1 / notZero(1 + odd * d);
    c = notZero(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return result;
}
