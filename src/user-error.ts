/**
 * An error that the user can fix. The message says what is wrong, where, and what to do. Any other error that
 * reaches the command line is a bug and is printed with its stack.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}
