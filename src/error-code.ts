import { types } from 'node:util';

/** Returns the code that Node gives an error, such as `ENOENT`; undefined if it has none. */
export function errorCode(error: unknown): string | undefined {
  return types.isNativeError(error) && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/**
 * Returns why the operating system refused something, such as `ENOENT`, so that a message can say it.
 *
 * @throws the error itself if it does not come from the system: it is a bug of ours, and must not read as a file that
 * can't be read.
 */
export function systemCode(error: unknown): string {
  const code = errorCode(error);
  // Only the system's errors name the call that failed; Node's own, such as ERR_INVALID_ARG_TYPE, have a code too.
  if (code === undefined || !(types.isNativeError(error) && 'syscall' in error)) throw error;
  return code;
}
