import { hash } from 'bcryptjs';
import { UserError } from '../user-error.js';
import type { Io } from './io.js';

/** bcrypt ignores what comes after. */
const MOST_BYTES = 72;

/** As exporter-toolkit recommends: more costs each first request of a client more time. */
const COST = 10;

/**
 * Reads a password from the terminal or the standard input, and prints its bcrypt hash for
 * `basic_auth_users`.
 *
 * @throws {UserError} if there is no password, or bcrypt can't take it.
 */
export async function hashPassword(io: Io): Promise<void> {
  const password = await io.readSecret('Password: ');
  const bytes = Buffer.byteLength(password);
  if (bytes === 0) throw new UserError('expected a password at the prompt or on the standard input');
  if (bytes > MOST_BYTES)
    throw new UserError(`expected a password of up to ${MOST_BYTES} bytes, which is all that bcrypt uses`);
  if (/[\0\r\n]/.test(password)) throw new UserError('expected one line of text as password');
  io.out(`${await hash(password, COST)}\n`);
}
