// Tests the exporter with random input: npm run fuzz -- [--minutes N] [--seed N]
//
// Runs the tests in *.fuzz.test.ts in rounds, each with a new seed, until the time is over or a test fails.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

/** How long a round tries each property. */
const SECONDS = 10;
const LARGEST_SEED = 2 ** 31 - 1;
const JEST = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--maxWorkers=2'];

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, seed: { type: 'string' } },
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new Error('--minutes: expected a number above 0');
const ends = performance.now() + minutes * 60_000;

/** Runs every property once with a seed, and returns whether all hold. */
function runRound(seed: string): boolean {
  process.stderr.write(`seed ${seed}\n`);
  const env = { ...process.env, FUZZ_SECONDS: String(SECONDS), FUZZ_SEED: seed };
  const { status } = spawnSync(process.execPath, [...JEST, '\\.fuzz\\.test\\.ts$'], {
    stdio: 'inherit',
    env,
  });
  if (status !== 0)
    process.stderr.write(
      `failed with seed ${seed}. Repeat it with: npm run fuzz -- --seed ${seed}\n` +
        'Once it is fixed, add the smallest input to test/support/fuzz-corpus.json.\n',
    );
  return status === 0;
}

let isGood = true;
if (values.seed === undefined)
  while (isGood && performance.now() < ends)
    isGood = runRound(String(Math.floor(Math.random() * LARGEST_SEED)));
else isGood = runRound(values.seed);
process.exitCode = isGood ? 0 : 1;
