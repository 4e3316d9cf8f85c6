import type { Diagnosis } from './diagnoses.js';
import { RATE_LIMIT_STATUSES } from './envelope.js';
import type { WhmcsError } from './whmcs-error.js';

const MAX_ATTEMPTS = 4;
const FIRST_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 4_000;
/** Temporary statuses. From 520 on they are Cloudflare's, for an origin that is slow or can't be reached. */
const PASSING_STATUSES = new Set([...RATE_LIMIT_STATUSES, 408, 502, 503, 504, 520, 521, 522, 523, 524]);
const REFUSALS = new Set(['auth', 'ip_not_allowed', 'permission', 'unknown_action']);

/** Failures that a retry can't fix. A slow look-up continues in the background for the next call. */
const FINAL: ReadonlySet<Diagnosis> = new Set(['proxy_credentials', 'proxy_refuses', 'silent_name_servers']);

export type Retry = { readonly waitMs: number; readonly freshConnection: boolean };

/**
 * Returns whether and when to retry after a failed attempt.
 *
 * Network errors and temporary statuses are retried. A refusal by WHMCS is never retried, because repeated
 * failures can get the address banned. A refusal by something in front of WHMCS is retried once over a new
 * connection, because a pooled connection may stay blocked. Status 500 is retried once, unless the call makes
 * WHMCS count services: it may have failed because of its size.
 *
 * @param attempt how many attempts have been made, from 1.
 * @param random returns a number in [0, 1), for full jitter.
 * @param counts whether the call makes WHMCS count services.
 * @returns undefined if the failure is final.
 */
export function nextRetry(
  error: WhmcsError,
  attempt: number,
  random: () => number,
  counts: boolean,
): Retry | undefined {
  const { reason, status } = error;
  if (reason === 'blocked' && status === 403) {
    return attempt === 1 ? { waitMs: 0, freshConnection: true } : undefined;
  }
  if (attempt >= maxAttempts(error, counts)) return undefined;
  const backoffMs = random() * Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1));
  return { waitMs: Math.max(backoffMs, error.retryAfterMs ?? 0), freshConnection: false };
}

function maxAttempts(error: WhmcsError, counts: boolean): number {
  const { reason, status } = error;
  if (status === 500 && reason === 'http' && !counts) return 2;
  return isPassing(error) && !REFUSALS.has(reason) ? MAX_ATTEMPTS : 1;
}

function isPassing(error: WhmcsError): boolean {
  if (error.status !== undefined) return PASSING_STATUSES.has(error.status);
  if (error.diagnosis !== undefined && FINAL.has(error.diagnosis)) return false;
  return error.reason === 'connect' || error.reason === 'dns' || error.reason === 'timeout';
}

/**
 * Reads a Retry-After header (RFC 9110, section 10.2.3): whole seconds, or a date.
 *
 * @param now Unix time in ms.
 * @returns ms to wait, not below 0; undefined if the header is absent or invalid.
 */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
