import { type Reason, WhmcsError } from './reasons.js';

/** A WHMCS answer that said `success`: an object whose fields are still to be decoded. */
export type Reply = Readonly<Record<string, unknown>>;

export type Envelope = {
  readonly reply: Reply;
  /** What stood before the JSON and was passed over: a byte order mark, or text such as a PHP warning. */
  readonly prelude: 'bom' | 'text' | undefined;
};

/**
 * WHMCS's words for its refusals, from its API documentation's access control and authentication pages
 * (developers.whmcs.com/api) and from public clients and reports that quote live answers. The words decide before the HTTP
 * status does: the same message is seen under different statuses.
 */
const REASON_BY_MESSAGE: readonly (readonly [RegExp, Reason])[] = [
  [/^invalid ip\b/i, 'ip_not_allowed'],
  [
    /^(authentication failed|invalid or missing credentials|invalid password provided|administrator account disabled)/i,
    'auth',
  ],
  [/^(invalid permissions|access denied)/i, 'permission'],
  [/is not a valid api action|^invalid api action/i, 'unknown_action'],
  [/^rate limit/i, 'rate_limited'],
];

/** Old text answers, which come where the caller's wish for JSON is not understood. */
const NAME_VALUE_ERROR = /^result=error;message=(.*)$/s;

/**
 * Reads an HTTP answer as WHMCS's: its `success` as a reply, everything else as a failure with its reason.
 *
 * @throws {WhmcsError} with one of the reasons that an answer can have.
 */
export function readEnvelope(status: number, text: string): Envelope {
  const json = readJson(text);
  if (json) {
    const stated = json.reply.result ?? json.reply.status;
    const verdict = typeof stated === 'string' ? stated.toLowerCase() : '';
    if (verdict === 'success' && status < 300) return json;
    if (verdict !== '' && verdict !== 'success') throw refusal(status, json.reply.message);
  }
  const old = NAME_VALUE_ERROR.exec(text.trim());
  if (old) throw refusal(status, old[1]);
  throw notWhmcs(status, text);
}

/** Statuses that say of an address that nothing is there for us. */
const NOTHING_THERE: ReadonlySet<number> = new Set([404, 405, 410, 501]);

/**
 * Reads an HTTP answer of the storefront API, whose answers carry no verdict but their status (developers.whmcs.com/rest-api).
 *
 * @throws {WhmcsError} `unknown_action` where there is no such API, as before WHMCS 9; or another of the reasons that an answer can have.
 */
export function readStoreEnvelope(status: number, text: string): Envelope {
  const json = readJson(text);
  if (json && status < 300) return json;
  const said = typeof json?.reply.message === 'string' ? printable(json.reply.message) : '';
  const facts = { status, whmcsMessage: said === '' ? undefined : said };
  if (NOTHING_THERE.has(status)) {
    throw new WhmcsError(
      'unknown_action',
      `HTTP ${status}: there is no storefront API, as before WHMCS 9`,
      facts,
    );
  }
  if (!json) throw notWhmcs(status, text);
  const reason = STORE_REASONS.get(status) ?? 'http';
  throw new WhmcsError(reason, `HTTP ${status}${said === '' ? '' : `, WHMCS answered: ${said}`}`, facts);
}

const STORE_REASONS: ReadonlyMap<number, Reason> = new Map([
  [401, 'permission'],
  [403, 'permission'],
  [429, 'rate_limited'],
]);

/**
 * The JSON object of a body, also behind a byte order mark or the text of PHP warnings. Such text is passed over only
 * if it is plain where the JSON begins: it must be the first thing in the body that looks like an object.
 */
function readJson(body: string): Envelope | undefined {
  const text = body.replace(/^\uFEFF+/, '');
  const whole = parseObject(text);
  if (whole) return { reply: whole, prelude: text === body ? undefined : 'bom' };
  const start = text.search(/\{\s*"/);
  const rest = start > 0 ? parseObject(text.slice(start)) : undefined;
  return rest && { reply: rest, prelude: 'text' };
}

function parseObject(text: string): Reply | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined; // not JSON is an answer here; the caller says what it is instead
  }
}

/** Whether a decoded JSON value is an object with named fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refusal(status: number, message: unknown): WhmcsError {
  const said = typeof message === 'string' ? printable(message) : '';
  const reason =
    REASON_BY_MESSAGE.find(([pattern]) => pattern.test(said))?.[1] ??
    (status === 429 ? 'rate_limited' : 'api_error');
  const text =
    said === '' ? `WHMCS answered an error without a message (HTTP ${status})` : `WHMCS answered: ${said}`;
  return new WhmcsError(reason, text, { status, whmcsMessage: said });
}

function notWhmcs(status: number, text: string): WhmcsError {
  const kind = /^\s*(<!doctype|<html|<\?xml|<[a-z]+[\s>])/i.test(text)
    ? 'a page of markup'
    : text.trim() === ''
      ? 'an empty body'
      : 'a body that is not JSON of WHMCS';
  if (status === 429) return new WhmcsError('rate_limited', `HTTP 429 with ${kind}`, { status });
  if (status === 403 || status === 406) {
    return new WhmcsError('blocked', `HTTP ${status} with ${kind}: something in front of WHMCS refused`, {
      status,
    });
  }
  if (status >= 300) return new WhmcsError('http', `HTTP ${status} with ${kind}`, { status });
  return new WhmcsError('invalid_response', `HTTP ${status} with ${kind}`, { status });
}

/** Another's words made fit for one line of ours. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
