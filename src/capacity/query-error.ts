import type { QueryReason } from './query-reasons.js';

/** A query that gave no answer. The message is for the operator and contains no secret. */
export class QueryError extends Error {
  override readonly name = 'QueryError';

  constructor(
    readonly reason: QueryReason,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}
