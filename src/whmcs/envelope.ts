import { diagnosePage } from './diagnose-page.js';
import type { Diagnosis } from './diagnoses.js';
import type { Envelope, JsonBody } from './json-body.js';
import { oneLine } from './outside-text.js';
import type { Reason } from './reasons.js';
import { WhmcsError } from './whmcs-error.js';

/**
 * WHMCS's messages, from its documentation of access control and authentication (developers.whmcs.com/api)
 * and from public clients and reports that quote live answers. The message counts for more
 * than the HTTP status, because the same message comes with different statuses.
 */
const REASON_BY_MESSAGE: readonly (readonly [RegExp, Reason, Diagnosis?])[] = [
  [/^invalid ip\b/i, 'ip_not_allowed'],
  [
    /^(authentication failed|invalid or missing credentials|invalid password provided|administrator account disabled)/i,
    'auth',
  ],
  [/^(invalid permissions|access denied)/i, 'permission'],
  [/is not a valid api action|^invalid api action/i, 'unknown_action'],
  [/^rate limit/i, 'rate_limited'],
  [/^error generating json.*utf-?8/i, 'invalid_response', 'bad_utf8'],
  [/^error generating json/i, 'invalid_response'],
  [/admin user is required/i, 'api_error', 'doubled_path'],
];

/** Statuses that mean "too many calls", whatever stands in the body. */
export const RATE_LIMIT_STATUSES: ReadonlySet<number> = new Set([429]);

/** Statuses with which something in front of WHMCS refuses. */
const BLOCKING_STATUSES: ReadonlySet<number> = new Set([403, 406]);

/** The old text form, which comes if `responsetype` is not understood. */
const NAME_VALUE_ERROR = /^result=error;message=(.*)$/s;

/**
 * Parses an HTTP response of the classic API.
 *
 * @throws {WhmcsError} for everything except `success`.
 */
export function readEnvelope(status: number, body: JsonBody): Envelope {
  const { json } = body;
  if (json) {
    const stated = json.reply.result ?? json.reply.status;
    const verdict = typeof stated === 'string' ? stated.toLowerCase() : '';
    if (verdict === 'success' && status < 300) return json;
    if (verdict !== '' && verdict !== 'success') throw refusal(status, json.reply.message);
  }
  const { text } = body;
  const old = NAME_VALUE_ERROR.exec(text.trim());
  if (old) throw refusal(status, old[1]);
  throw notWhmcs(status, body);
}

/** Statuses of a server without a storefront API. */
const NOTHING_THERE: ReadonlySet<number> = new Set([404, 405, 410, 501]);

/**
 * Parses an HTTP response of the storefront API, where only the status shows success
 * (developers.whmcs.com/rest-api).
 *
 * @throws {WhmcsError} `unknown_action` if there is no such API, as before WHMCS 9; or another reason.
 */
export function readStoreEnvelope(status: number, body: JsonBody): Envelope {
  const { json } = body;
  if (json && status < 300) return json;
  const said = typeof json?.reply.message === 'string' ? oneLine(json.reply.message) : '';
  const facts = { status, whmcsMessage: said === '' ? undefined : said };
  if (NOTHING_THERE.has(status)) {
    throw new WhmcsError(
      'unknown_action',
      `HTTP ${status}: there is no storefront API, as before WHMCS 9`,
      facts,
    );
  }
  if (!json) throw notWhmcs(status, body);
  const reason = STORE_REFUSALS.has(status) ? 'permission' : reasonOf(status, 'http');
  throw new WhmcsError(reason, `HTTP ${status}${said === '' ? '' : `, WHMCS answered: ${said}`}`, facts);
}

const STORE_REFUSALS: ReadonlySet<number> = new Set([401, 403]);

/** Returns the reason that a status alone gives. */
const reasonOf = (status: number, other: Reason): Reason =>
  RATE_LIMIT_STATUSES.has(status) ? 'rate_limited' : other;

function refusal(status: number, message: unknown): WhmcsError {
  const said = typeof message === 'string' ? oneLine(message) : '';
  const [, known, diagnosis] = REASON_BY_MESSAGE.find(([pattern]) => pattern.test(said)) ?? [];
  const reason = known ?? reasonOf(status, 'api_error');
  const text =
    said === '' ? `WHMCS answered an error without a message (HTTP ${status})` : `WHMCS answered: ${said}`;
  return new WhmcsError(reason, text, { status, whmcsMessage: said, diagnosis });
}

function notWhmcs(status: number, { text, unread }: JsonBody): WhmcsError {
  const { kind: page, diagnosis } = diagnosePage(status, text);
  const kind = unread ?? page;
  const facts = { status, diagnosis };
  if (BLOCKING_STATUSES.has(status))
    return new WhmcsError(
      'blocked',
      `HTTP ${status} with ${kind}: something in front of WHMCS refused`,
      facts,
    );
  const other = status >= 300 ? 'http' : 'invalid_response';
  return new WhmcsError(reasonOf(status, other), `HTTP ${status} with ${kind}`, facts);
}
