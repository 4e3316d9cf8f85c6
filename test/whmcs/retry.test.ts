import { describe, expect, test } from '@jest/globals';
import type { Diagnosis } from '../../src/whmcs/diagnoses.js';
import type { Reason } from '../../src/whmcs/reasons.js';
import { nextRetry } from '../../src/whmcs/retry.js';
import { WhmcsError } from '../../src/whmcs/whmcs-error.js';
import { fault } from '../support/fault.js';

const calls = (error: WhmcsError, counts = false): number => {
  let made = 1;
  while (nextRetry(error, made, () => 0, counts)) made += 1;
  return made;
};
const answered = (reason: Reason, status: number) => new WhmcsError(reason, 'a fault', { status });

for (const [statuses, shown, once, counting] of [
  [[408, 429, 502, 503, 504, 520, 521, 522, 523, 524], 'four calls at most', 4, 4],
  [[500], 'two calls at most; one if it makes WHMCS count services', 2, 1],
  [[400, 401, 404, 410, 413, 414, 425, 431, 501, 505, 507, 511, 525, 526, 530], 'one call', 1, 1],
] as const) {
  fault('api', `a page with HTTP ${statuses.join(', ')}`, shown, () => {
    for (const status of statuses) {
      const error = answered(status === 429 ? 'rate_limited' : 'http', status);
      expect([status, calls(error), calls(error, true)]).toEqual([status, once, counting]);
    }
  });
}

describe('calls at most', () => {
  test.each<[string, WhmcsError, number]>([
    ['an error of WHMCS under 500', answered('api_error', 500), 1],
    ['a refusal of WHMCS under 503', answered('auth', 503), 1],
    ['an address that is refused under 502', answered('ip_not_allowed', 502), 1],
    ['a page with 403, over a new connection', answered('blocked', 403), 2],
    ['a page with 406', answered('blocked', 406), 1],
    ['an answer that can not be read', answered('invalid_response', 200), 1],
    ['an answer that is too large', answered('too_large', 200), 1],
    ['a connection that breaks', new WhmcsError('connect', 'a fault'), 4],
    ['a name that does not resolve', new WhmcsError('dns', 'a fault'), 4],
    ['a certificate that is refused', new WhmcsError('tls', 'a fault'), 1],
    ...(
      [
        ['silent_name_servers', 'dns', 1],
        ['proxy_credentials', 'connect', 1],
        ['proxy_refuses', 'connect', 1],
        ['proxy_fails', 'connect', 4],
      ] as const
    ).map(([diagnosis, reason, count]): [string, WhmcsError, number] => [
      diagnosis satisfies Diagnosis,
      new WhmcsError(reason, 'a fault', { diagnosis }),
      count,
    ]),
  ])('%s: %#', (_, error, count) => {
    expect(calls(error)).toBe(count);
  });
});

test('a Retry-After is waited for, and else a random part of a time that doubles', () => {
  const asked = new WhmcsError('http', 'a fault', { status: 503, retryAfterMs: 1_500 });
  expect(nextRetry(asked, 1, () => 0.5, false)?.waitMs).toBe(1_500);
  const waits = [1, 2, 3].map((made) => nextRetry(answered('http', 503), made, () => 0.5, false)?.waitMs);
  expect(waits).toEqual([125, 250, 500]);
});
