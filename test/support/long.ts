const isLong = process.env.TEST_LONG !== undefined;

/**
 * Returns how much a test does: the long amount under `npm run test:long`, the short one otherwise.
 * The file of such a test is named `*.long.test.ts`, which is how the long run finds it.
 */
export function amount({ short, long }: { readonly short: number; readonly long: number }): number {
  return isLong ? long : short;
}
