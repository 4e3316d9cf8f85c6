import { types } from 'node:util';

/** Node's code of a failed file operation, such as `ENOENT`. */
export function fileErrorCode(error: unknown): string {
  return types.isNativeError(error) && 'code' in error ? String(error.code) : 'unreadable';
}
