import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The signature of a call: HMAC-SHA256, in hexadecimal, over the timestamp, a dot and the body. With the timestamp inside, a
 * call can't be sent again later as a new one.
 *
 * @param timestamp as it was sent, in Unix seconds.
 */
export function sign(secret: string, timestamp: string, body: Buffer): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
}

/** Whether a call bears the signature of the secret's holder. How long the answer takes tells nothing of the right one. */
export function isSigned(secret: string, timestamp: string, body: Buffer, signature: string): boolean {
  const right = Buffer.from(sign(secret, timestamp, body));
  const given = Buffer.from(signature);
  return given.length === right.length && timingSafeEqual(given, right);
}
