import type { RequestHandler } from 'express';
import type { RateLimit } from '../config/web-config/web-config.js';
import { sendText } from './send-text.js';

/**
 * Limits requests by a token bucket, as exporter-toolkit does: `burst` at once, and one more per interval.
 *
 * @param limit returns the limit; undefined for none. Another limit starts with a full bucket.
 * @param now monotonic time in ms.
 */
export function limitRate(limit: () => RateLimit | undefined, now: () => number): RequestHandler {
  let bucket: { readonly limit: RateLimit; tokens: number; filledAt: number } | undefined;

  function isAdmitted(current: RateLimit): boolean {
    const time = now();
    if (bucket?.limit.burst !== current.burst || bucket.limit.intervalMs !== current.intervalMs)
      bucket = { limit: current, tokens: current.burst, filledAt: time };
    bucket.tokens = Math.min(current.burst, bucket.tokens + (time - bucket.filledAt) / current.intervalMs);
    bucket.filledAt = time;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  return (_request, response, next) => {
    const current = limit();
    if (!current || isAdmitted(current)) return next();
    sendText(response, 429, 'Too many requests (rate_limit of --web.config.file).', { 'Retry-After': '1' });
  };
}
