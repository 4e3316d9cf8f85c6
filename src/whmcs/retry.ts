import type { Diagnosis, WhmcsError } from './reasons.js';

const MAX_ATTEMPTS = 4;
const FIRST_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 4_000;
const PASSING_STATUSES = new Set([429, 502, 503, 504]);
const REFUSALS = new Set(['auth', 'ip_not_allowed', 'permission', 'unknown_action']);

/** The proxy has decided; and a look-up goes on by itself, so that the next call finds its result. */
const FINAL: ReadonlySet<Diagnosis> = new Set(['proxy_credentials', 'proxy_refuses', 'silent_name_servers']);

export type Retry = { readonly waitMs: number; readonly freshConnection: boolean };

/**
 * Whether and when to ask again after a failed attempt.
 *
 * Asked again are network faults and the statuses that say "later"; never a refusal of WHMCS's own, which asking again only
 * makes worse. A refusal of something in front of WHMCS is asked once more over a new connection: a kept connection
 * may stay refused while a new one works.
 *
 * @param attempt how many attempts have been made, from 1.
 * @param random a number from 0 up to 1, for the full jitter.
 * @returns undefined where the failure is final.
 */
export function nextRetry(error: WhmcsError, attempt: number, random: () => number): Retry | undefined {
  if (error.reason === 'blocked' && error.status === 403) {
    return attempt === 1 ? { waitMs: 0, freshConnection: true } : undefined;
  }
  if (attempt >= MAX_ATTEMPTS || REFUSALS.has(error.reason) || !isPassing(error)) return undefined;
  const backoffMs = random() * Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1));
  return { waitMs: Math.max(backoffMs, error.retryAfterMs ?? 0), freshConnection: false };
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
 * @returns ms to wait, not below 0; undefined where the header is absent or unreadable.
 */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
