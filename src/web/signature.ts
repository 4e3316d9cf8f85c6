import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Returns the signature of a call: the hexadecimal HMAC-SHA256 of the timestamp, a dot and the body. Because
 * it covers the timestamp, an old call can't be sent again as a new one.
 *
 * @param timestamp as it was sent, in Unix seconds.
 */
export function sign(secret: string, timestamp: string, body: Buffer): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
}

/** Whether a call is signed with the secret. The comparison takes the same time for every signature. */
export function isSigned(secret: string, timestamp: string, body: Buffer, signature: string): boolean {
  const right = Buffer.from(sign(secret, timestamp, body));
  const given = Buffer.from(signature);
  return given.length === right.length && timingSafeEqual(given, right);
}
