import type { Diagnosis } from './diagnoses.js';
import type { Reason } from './reasons.js';

type Judgement = { readonly reason: Reason; readonly diagnosis?: Diagnosis };

/**
 * Maps error codes and messages to reasons; the first match counts. They are documented by Node (`errors`,
 * `tls`), OpenSSL (`SSL_alert_desc_string`, `X509_STORE_CTX_get_error`) and undici (errors).
 */
const JUDGEMENTS: readonly (readonly [pattern: RegExp, reason: Reason, diagnosis?: Diagnosis])[] = [
  [/^(ENOTFOUND|EAI_|EDNS|ENODATA|ESERVFAIL)/, 'dns'],

  [/before secure TLS connection was established/, 'connect', 'tls_hangup'],
  [/^(ERR_SSL|EPROTO).*(WRONG.VERSION|PACKET.LENGTH|HTTP.REQUEST|UNKNOWN.PROTOCOL)/i, 'tls', 'not_tls'],
  [/^UNABLE_TO_VERIFY_LEAF_SIGNATURE/, 'tls', 'missing_intermediate'],
  [/^DEPTH_ZERO_SELF_SIGNED_CERT/, 'tls', 'self_signed'],
  [/^(UNABLE_TO_GET_ISSUER|SELF_SIGNED_CERT_IN_CHAIN|CERT_UNTRUSTED)/, 'tls', 'unknown_authority'],
  [/^(ERR_TLS_CERT_ALTNAME|HOSTNAME_MISMATCH)/, 'tls', 'name_mismatch'],
  [/^CERT_HAS_EXPIRED/, 'tls', 'expired'],
  [/^CERT_NOT_YET_VALID/, 'tls', 'not_yet_valid'],
  [/^(ERR_SSL|EPROTO).*(UNRECOGNIZED.NAME|ALERT.INTERNAL)/i, 'tls', 'unknown_name'],
  [/^(ERR_SSL|EPROTO).*(CERTIFICATE.REQUIRED|BAD.CERTIFICATE)/i, 'tls', 'client_certificate'],
  [
    /^(ERR_SSL|ERR_TLS|EPROTO).*(PROTOCOL|VERSION|HANDSHAKE.FAILURE|CIPHER|TOO.SMALL|LEGACY|INSUFFICIENT)/i,
    'tls',
    'old_tls',
  ],
  [/^(CERT_|UNABLE_TO_|ERR_TLS|ERR_SSL|ERR_OSSL|EPROTO|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH)/, 'tls'],

  [/^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)/, 'timeout', 'no_route'],
  [/^(UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT)/, 'timeout'],
  [/^(ERR_STRING_TOO_LONG|ERR_BUFFER_TOO_LARGE|UND_ERR_RES_EXCEEDED)/, 'too_large'],
  [
    /^(Z_|ERR__ERROR_FORMAT|ERR_BROTLI|ZSTD_|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)/,
    'invalid_response',
    'wrong_headers',
  ],
  [/^(HPE_|UND_ERR_HEADERS_OVERFLOW)/, 'invalid_response'],
  [/^(ECONNREFUSED)/, 'connect', 'no_listener'],
];

/**
 * Returns the reason for an error code.
 *
 * @param line a code, or a code and a message separated by a colon.
 */
export function judgeCode(line: string): Judgement {
  const [, reason = 'connect', diagnosis] = JUDGEMENTS.find(([pattern]) => pattern.test(line)) ?? [];
  return diagnosis === undefined ? { reason } : { reason, diagnosis };
}
