import { createHmac, timingSafeEqual } from 'node:crypto';

/** A call of WHMCS, as it is signed. */
export type SignedCall = {
  /** The header `X-Stock-Timestamp` as it was sent, in Unix seconds. */
  readonly timestamp: string;
  /** The name of the site, as it stands in the path. */
  readonly site: string;
  readonly body: Buffer;
};

/** The exporter's answer to a call, as it is signed. */
export type SignedAnswer = SignedCall & {
  /** The nonce of the call. */
  readonly nonce: string;
};

/**
 * Returns the header `X-Stock-Signature` of a call: `v2=` and the hexadecimal HMAC-SHA256 of
 * `v2.TIMESTAMP.SITE.BODY`. It covers the timestamp and the site, so that a call can neither be sent again
 * later nor to another site that has the same secret.
 */
export const signCall = (secret: string, { timestamp, site, body }: SignedCall): string =>
  `v2=${digest(secret, `v2.${timestamp}.${site}.`, body)}`;

/**
 * Returns the header `X-Stock-Signature` of an answer: `v2=` and the hexadecimal HMAC-SHA256 of
 * `v2.TIMESTAMP.SITE.NONCE.BODY`. It covers the nonce of the call, so that no answer fits another call.
 */
export const signAnswer = (secret: string, { timestamp, site, nonce, body }: SignedAnswer): string =>
  `v2=${digest(secret, `v2.${timestamp}.${site}.${nonce}.`, body)}`;

/**
 * Returns the signature of a call in its first form, which does not name the site: the hexadecimal
 * HMAC-SHA256 of `TIMESTAMP.BODY`.
 */
export const sign = (secret: string, timestamp: string, body: Buffer): string =>
  digest(secret, `${timestamp}.`, body);

/** Returns the form in which a call is signed with a secret; undefined if it is not signed with it. */
export function formOf(secret: string, call: SignedCall, signature: string): 'v2' | 'v1' | undefined {
  if (isEqual(signature, signCall(secret, call))) return 'v2';
  return isEqual(signature, sign(secret, call.timestamp, call.body)) ? 'v1' : undefined;
}

const digest = (secret: string, context: string, body: Buffer): string =>
  createHmac('sha256', secret).update(context).update(body).digest('hex');

/** Compares in the same time for every given text of a length. */
function isEqual(given: string, right: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
