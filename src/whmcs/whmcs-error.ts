import type { Diagnosis } from './diagnoses.js';
import { describeReason, type Reason } from './reasons.js';

export type WhmcsErrorFacts = {
  readonly cause?: unknown;
  readonly diagnosis?: Diagnosis | undefined;
  /** The API action, or path of the storefront API, that was called. */
  readonly action?: string | undefined;
  /** HTTP status of the answer, if one came. */
  readonly status?: number | undefined;
  /** The message of WHMCS itself, if there is one. */
  readonly whmcsMessage?: string | undefined;
  /** The `Retry-After` of the answer, in ms. */
  readonly retryAfterMs?: number | undefined;
};

/**
 * A failed call to WHMCS. The message is for the operator and contains no secret.
 */
export class WhmcsError extends Error {
  override readonly name = 'WhmcsError';
  readonly reason: Reason;
  readonly diagnosis: Diagnosis | undefined;
  readonly action: string | undefined;
  readonly status: number | undefined;
  readonly whmcsMessage: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(reason: Reason, message: string, facts: WhmcsErrorFacts = {}) {
    super(message, facts.cause === undefined ? {} : { cause: facts.cause });
    this.reason = reason;
    this.diagnosis = facts.diagnosis;
    this.action = facts.action;
    this.status = facts.status;
    this.whmcsMessage = facts.whmcsMessage;
    this.retryAfterMs = facts.retryAfterMs;
  }

  /** Returns the same error with another message, or with more facts. */
  with({ message = this.message, ...facts }: WhmcsErrorFacts & { readonly message?: string }): WhmcsError {
    return new WhmcsError(this.reason, message, { ...this, cause: this.cause, ...facts });
  }
}

/** Returns whether a failure concerns the whole site, and not only the requested item. */
export const concernsSite = (error: unknown): boolean =>
  error instanceof WhmcsError && describeReason(error.reason).concernsSite === true;

/** Returns whether WHMCS does not know the action or does not grant it. */
export const isNotOffered = (error: unknown): boolean =>
  error instanceof WhmcsError && (error.reason === 'permission' || error.reason === 'unknown_action');
