import { execFileSync } from 'node:child_process';

/**
 * Returns the time, in seconds, that the files of a package get, so that two builds are byte-identical:
 * SOURCE_DATE_EPOCH, or when the last commit was made.
 *
 * @throws {Error} without both.
 */
export function readSourceDate(env: NodeJS.ProcessEnv = process.env): number {
  const given = env.SOURCE_DATE_EPOCH;
  if (given !== undefined && !/^\d+$/.test(given))
    throw new Error('SOURCE_DATE_EPOCH is no number of seconds');
  if (given !== undefined) return Number(given);
  try {
    return Number(execFileSync('git', ['log', '-1', '--format=%ct'], { encoding: 'utf8' }));
  } catch (cause) {
    throw new Error('without a git repository, set SOURCE_DATE_EPOCH to the time of the release', { cause });
  }
}
