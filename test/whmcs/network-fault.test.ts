import { expect, test } from '@jest/globals';
import type { Diagnosis } from '../../src/whmcs/diagnoses.js';
import { networkFault } from '../../src/whmcs/network-fault.js';
import type { Reason } from '../../src/whmcs/reasons.js';

const signal = new AbortController().signal;
const coded = (code: string, message: string) => Object.assign(new Error(message), { code });
const fetchFailed = (cause: unknown, message = 'fetch failed') => new TypeError(message, { cause });

test.each<[string, unknown, Reason, string, Diagnosis | undefined]>([
  [
    'no address of several that listens',
    Object.assign(new AggregateError([coded('ECONNREFUSED', 'connect ECONNREFUSED ::1:80')]), {
      code: 'ECONNREFUSED',
    }),
    'connect',
    'ECONNREFUSED: connect ECONNREFUSED ::1:80',
    'no_listener',
  ],
  ['a code without words', coded('EHOSTUNREACH', ''), 'connect', 'EHOSTUNREACH', undefined],
  [
    'an address that never answers',
    coded('ETIMEDOUT', 'connect'),
    'timeout',
    'ETIMEDOUT: connect',
    'no_route',
  ],
  [
    'an answer too long for a text',
    coded('ERR_STRING_TOO_LONG', 'x'),
    'too_large',
    'ERR_STRING_TOO_LONG: x',
    undefined,
  ],
  ['an error of fetch with no code', new Error('network gone'), 'connect', 'network gone', undefined],
  ['an error of fetch with no cause', undefined, 'connect', 'the connection failed', undefined],
  [
    'what is not HTTP',
    Object.assign(new Error('Response does not match the HTTP/1.1 protocol'), { name: 'HTTPParserError' }),
    'invalid_response',
    'HPE_INVALID: Response does not match the HTTP/1.1 protocol',
    undefined,
  ],
  [
    'a broken compression',
    coded('Z_DATA_ERROR', 'incorrect header check'),
    'invalid_response',
    'Z_DATA_ERROR: incorrect header check',
    'wrong_headers',
  ],
  [
    'a broken compression with brotli',
    coded('ERR__ERROR_FORMAT_PADDING_2', 'Decompression failed'),
    'invalid_response',
    'ERR__ERROR_FORMAT_PADDING_2: Decompression failed',
    'wrong_headers',
  ],
  [
    'a length that the body does not have',
    coded('UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'x'),
    'invalid_response',
    'UND_ERR_RES_CONTENT_LENGTH_MISMATCH: x',
    'wrong_headers',
  ],
])('%s has its reason and message', (_, cause, reason, message, diagnosis) => {
  for (const outer of ['fetch failed', 'terminated'])
    expect(networkFault(fetchFailed(cause, outer), signal)).toMatchObject({ reason, message, diagnosis });
});

test.each([
  [
    'write EPROTO C0A7E2B1557F0000:error:0A000152:SSL routines:final_renegotiate:unsafe legacy renegotiation disabled:../deps/openssl/ssl/statem/extensions.c:922:\n',
    'EPROTO: unsafe legacy renegotiation disabled',
  ],
  ['a \u001b[31mred\u001b[0m name\nand \u202eanother', 'EPROTO: a [31mred [0m name and another'],
  [`${'x'.repeat(3_000_000)} never`, `EPROTO: ${'x'.repeat(2_048)}…`],
])('of a message of OpenSSL only the words are shown: %#', (message, shown) => {
  const error = Object.assign(new Error(message), { code: 'EPROTO' });
  const failed = networkFault(fetchFailed(error), signal);
  expect([failed.reason, failed.message]).toEqual(['tls', shown]);
});
