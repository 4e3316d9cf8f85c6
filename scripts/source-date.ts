import { execFileSync } from 'node:child_process';

/**
 * Returns the modification time for the files of a package, in seconds: SOURCE_DATE_EPOCH, or the time of the
 * last commit. With a fixed time two builds are byte-identical.
 *
 * @throws {Error} if there is neither.
 */
export function readSourceDate(env: NodeJS.ProcessEnv = process.env): number {
  const given = env.SOURCE_DATE_EPOCH;
  if (given !== undefined && !/^\d+$/.test(given))
    throw new Error('SOURCE_DATE_EPOCH is not a number of seconds');
  if (given !== undefined) return Number(given);
  try {
    return Number(execFileSync('git', ['log', '-1', '--format=%ct'], { encoding: 'utf8' }));
  } catch (cause) {
    throw new Error('without a git repository, set SOURCE_DATE_EPOCH to the time of the release', { cause });
  }
}
