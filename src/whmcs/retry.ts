import type { Diagnosis, WhmcsError } from './reasons.js';

const MAX_ATTEMPTS = 4;
const FIRST_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 4_000;
/** They say "later". Those from 520 on are Cloudflare's, for an origin that can't be reached or is slow. */
const PASSING_STATUSES = new Set([408, 429, 502, 503, 504, 520, 521, 522, 523, 524]);
const REFUSALS = new Set(['auth', 'ip_not_allowed', 'permission', 'unknown_action']);

/** What a retry does not change. A look-up goes on by itself, so that the next call finds its result. */
const FINAL: ReadonlySet<Diagnosis> = new Set(['proxy_credentials', 'proxy_refuses', 'silent_name_servers']);

export type Retry = { readonly waitMs: number; readonly freshConnection: boolean };

/**
 * Returns whether and when to retry after a failed attempt.
 *
 * Network faults are retried, and statuses that say "later"; never a refusal of WHMCS's own, which a retry
 * only makes worse. A refusal of something in front of WHMCS is retried once over a new connection: a kept
 * connection may stay refused while a new one works. A page with 500 is retried once, unless the call makes
 * WHMCS count: what may have died of its size is not done twice.
 *
 * @param attempt how many attempts have been made, from 1.
 * @param random a number from 0 up to 1, for the full jitter.
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
