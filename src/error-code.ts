import { types } from 'node:util';

/** Returns the code of an error, such as `ENOENT`; undefined if it has none. */
export function errorCode(error: unknown): string | undefined {
  return types.isNativeError(error) && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/**
 * Returns the code of a system error, such as `ENOENT`, for a message.
 *
 * @throws the error itself if it does not come from the operating system, because it is a bug.
 */
export function systemCode(error: unknown): string {
  const code = errorCode(error);
  // Node's own errors, such as ERR_INVALID_ARG_TYPE, have a code but no `syscall`.
  if (code === undefined || !(types.isNativeError(error) && 'syscall' in error)) throw error;
  return code;
}
