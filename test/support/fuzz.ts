import { readFileSync } from 'node:fs';
import fc from 'fast-check';

/** Inputs to try first, such as those that failed once, by the name of their property. */
const corpus: Readonly<Record<string, readonly unknown[]>> = JSON.parse(
  readFileSync('test/support/fuzz-corpus.json', 'utf8'),
);
const { FUZZ_SECONDS, FUZZ_SEED } = process.env;
const isLong = FUZZ_SECONDS !== undefined;
/** Long enough that a run does not fail only because the machine is busy. */
const SHORT_MS = 60_000;

/** Whether the program used an input, or refused it. */
export type Outcome = 'used' | 'refused';

export type FuzzOptions = {
  readonly runs: number;
  /** The smallest share of inputs that must be used, because a refused one reaches little of the program. */
  readonly leastUsed: number;
};

/**
 * Checks a property with its corpus and with random inputs: for some seconds under `npm run fuzz`, otherwise
 * with `runs` inputs. A failure prints the smallest input that fails, and the seed.
 */
export async function fuzz<T>(
  property: string,
  inputs: fc.Arbitrary<T>,
  holds: (input: T) => Promise<Outcome> | Outcome,
  { runs, leastUsed }: FuzzOptions,
): Promise<void> {
  const counts = { used: 0, refused: 0 };
  const examples = (corpus[property] ?? []).map((example): [T] => [example as T]); // a property's own inputs have its type
  const checked = fc.asyncProperty(inputs, async (input) => {
    counts[await holds(input)] += 1;
  });
  await fc.assert(checked, {
    examples,
    ...(FUZZ_SEED !== undefined && { seed: Number(FUZZ_SEED) }),
    numRuns: isLong ? 1e9 : runs + examples.length,
    interruptAfterTimeLimit: isLong ? Number(FUZZ_SECONDS) * 1_000 : SHORT_MS,
    markInterruptAsFailure: !isLong,
  });
  const tried = counts.used + counts.refused;
  if (isLong) process.stderr.write(`${property}: ${tried} inputs, ${counts.used} used\n`);
  if (counts.used < leastUsed * tried)
    throw new Error(`only ${counts.used} of ${tried} inputs were used: the generator is too wild`);
}
