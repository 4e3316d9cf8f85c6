import type { IncomingMessage } from 'node:http';
import type { Secret } from '../config/secrets/secret.js';
import type { Rejection } from '../metrics/exporter-telemetry.js';
import { createNonces, type NonceStore, type Nonces } from './nonces.js';
import { type BodyLimits, LARGEST_BODY, readRequestBody } from './request-body.js';
import { formOf } from './signature.js';

export const TIMESTAMP_HEADER = 'x-stock-timestamp';
export const SIGNATURE_HEADER = 'x-stock-signature';

export type SignedCallsDeps = {
  /**
   * Returns the secrets that a site's calls may be signed with, the current one first. A site without one
   * takes no calls.
   */
  readonly secretsOf: (site: string) => readonly Secret[];
  /** Unix time in ms. */
  readonly now: () => number;
  /** Keeps nonces over a restart; undefined if nothing does. */
  readonly nonceStore?: NonceStore | undefined;
  readonly log: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
  readonly bodyLimits?: BodyLimits | undefined;
};

/** What a call asks for; the nonce is unique per call. */
export type Content = { readonly nonce: string };

/** A call whose signature, time and nonce are good. */
export type AcceptedCall<T extends Content> = {
  readonly content: T;
  /** The secret that it is signed with, which also signs the answer. */
  readonly secret: Secret;
};

/**
 * Accepts signed calls of WHMCS, each once.
 *
 * @param parse returns undefined if the body is not what the call must have.
 * @returns the reason if the call is refused.
 */
export type AcceptCall<T extends Content> = (
  site: string,
  request: IncomingMessage,
) => Promise<AcceptedCall<T> | Rejection>;

/** What is remembered about a site that has called. */
type Caller = {
  readonly nonces: Nonces;
  /** The messages that are logged once per site. */
  readonly logged: Set<string>;
};

const BODY_LIMITS: BodyLimits = { bytes: LARGEST_BODY, ms: 5_000 };
/** How far a call's timestamp may be from our clock, either way. */
const CLOCK_WINDOW_MS = 5 * 60_000;
const MOST_NONCES = 20_000;

/** Creates the function that accepts the calls of one kind. Each kind has its own nonces. */
export function createAcceptCall<T extends Content>(
  { secretsOf, now, nonceStore, log, bodyLimits = BODY_LIMITS }: SignedCallsDeps,
  parse: (body: Buffer, site: string) => T | undefined,
): AcceptCall<T> {
  const callers = new Map<string, Caller>();

  function callerOf(site: string): Caller {
    const known = callers.get(site);
    if (known) return known;
    forgetRemovedSites();
    const nonces = createNonces(MOST_NONCES, now, nonceStore?.noncesOf(site));
    const created = { nonces, logged: new Set<string>() };
    callers.set(site, created);
    return created;
  }

  /** Keeps a removed site while its nonces are valid: its calls must not be accepted again if it returns. */
  function forgetRemovedSites(): void {
    for (const [site, { nonces }] of callers)
      if (secretsOf(site).length === 0 && nonces.isExpired()) callers.delete(site);
  }

  function once({ logged }: Caller, key: string, line: () => void): void {
    if (logged.has(key)) return;
    logged.add(key);
    line();
  }

  return async (site, request) => {
    const secrets = secretsOf(site);
    if (secrets.length === 0) return 'unknown_site';
    const body = await readRequestBody(request, bodyLimits);
    if (typeof body === 'string') return body;
    const { [TIMESTAMP_HEADER]: timestamp, [SIGNATURE_HEADER]: signature } = request.headers;
    if (typeof signature !== 'string' || typeof timestamp !== 'string') return 'signature';
    if (!/^\d{1,11}$/.test(timestamp)) return 'malformed';
    const call = { timestamp, site, body };
    const secret = secrets.find((one) => formOf(one.reveal(), call, signature) !== undefined);
    if (!secret) return 'signature';
    const sentAt = Number(timestamp) * 1000;
    if (Math.abs(now() - sentAt) > CLOCK_WINDOW_MS) return 'stale';
    const content = parse(body, site);
    if (!content) return 'malformed';
    const expiresAt = sentAt + CLOCK_WINDOW_MS;
    const caller = callerOf(site);
    const nonce = caller.nonces.remember(content.nonce, expiresAt);
    if (nonce !== 'new') return nonce === 'known' ? 'replayed' : 'rate_limited';
    nonceStore?.keepNonce(site, content.nonce, expiresAt);
    if (!signature.startsWith('v2=')) once(caller, OLD_FORM, () => log.warn({ site }, OLD_FORM));
    if (secret !== secrets[0]) once(caller, PREVIOUS_SECRET, () => log.info({ site }, PREVIOUS_SECRET));
    return { content, secret };
  };
}

const OLD_FORM =
  'WHMCS signs its calls in the old form, without the name of the site; the next minor version refuses it: ' +
  'update the companion';
const PREVIOUS_SECRET = 'WHMCS still signs its calls with webhook.previous_secret';
