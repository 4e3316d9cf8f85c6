import { types } from 'node:util';

/** Node's code of a failed operation, such as `ENOENT`; undefined where the error bears none. */
export function errorCode(error: unknown): string | undefined {
  return types.isNativeError(error) && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
