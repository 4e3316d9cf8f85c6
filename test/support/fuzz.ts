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

/** The program used an input, or refused it, perhaps with the messages. */
export type Outcome = 'used' | 'refused' | { readonly refusedWith: readonly string[] };

export type FuzzOptions = {
  readonly runs: number;
  /** The smallest share of inputs that must be used, because a refused one reaches little of the program. */
  readonly leastUsed: number;
  /** The smallest number of different messages to reach, for inputs that are refused with their messages. */
  readonly leastMessages?: number;
};

/**
 * Checks a property with its corpus and with random inputs: for some seconds under `npm run fuzz`, otherwise
 * with `runs` inputs. A failure prints the smallest input that fails, and the seed.
 */
export async function fuzz<T>(
  property: string,
  inputs: fc.Arbitrary<T>,
  holds: (input: T) => Promise<Outcome> | Outcome,
  { runs, leastUsed, leastMessages = 0 }: FuzzOptions,
): Promise<void> {
  const counts = { used: 0, refused: 0 };
  const messages = new Set<string>();
  const examples = (corpus[property] ?? []).map((example): [T] => [example as T]); // a property's own inputs have its type
  const checked = fc.asyncProperty(inputs, async (input) => {
    const outcome = await holds(input);
    counts[outcome === 'used' ? 'used' : 'refused'] += 1;
    if (typeof outcome === 'object') for (const message of outcome.refusedWith) messages.add(message);
  });
  await fc.assert(checked, {
    examples,
    ...(FUZZ_SEED !== undefined && { seed: Number(FUZZ_SEED) }),
    numRuns: isLong ? 1e9 : runs + examples.length,
    interruptAfterTimeLimit: isLong ? Number(FUZZ_SECONDS) * 1_000 : SHORT_MS,
    markInterruptAsFailure: !isLong,
  });
  const tried = counts.used + counts.refused;
  const reached = leastMessages > 0 ? `, ${messages.size} different messages` : '';
  if (isLong) process.stderr.write(`${property}: ${tried} inputs, ${counts.used} used${reached}\n`);
  if (tried < runs) return; // a busy machine, and too few inputs to judge the generator by
  if (counts.used < leastUsed * tried)
    throw new Error(`only ${counts.used} of ${tried} inputs were used: the generator is too wild`);
  if (messages.size < leastMessages)
    throw new Error(
      `only ${messages.size} different messages instead of ${leastMessages}: the generator is too tame`,
    );
}
