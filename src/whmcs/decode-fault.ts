import { DecodeError } from './decode.js';
import { WhmcsError } from './whmcs-error.js';

/**
 * Returns the error of an answer that can't be decoded. A `WhmcsError` is returned as it is.
 *
 * @param about what was read, such as the action: the start of the message.
 * @throws any other error than these, because it is a bug.
 */
export function decodeFault(error: unknown, about: string): WhmcsError {
  if (error instanceof WhmcsError) return error;
  if (!(error instanceof DecodeError)) throw error;
  const { diagnosis } = error;
  return new WhmcsError('invalid_response', `${about}: ${error.message}`, { cause: error, diagnosis });
}
