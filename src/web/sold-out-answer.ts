import type { ServerResponse } from 'node:http';
import * as z from 'zod';
import type { SoldOut } from '../stock/sold-out.js';
import { parseJson } from './parse-json.js';
import { signAnswer } from './signature.js';
import { type AcceptedCall, type Content, SIGNATURE_HEADER, TIMESTAMP_HEADER } from './signed-call.js';
import { nonce } from './webhook-event.js';

export type SoldOutDeps = {
  /**
   * Returns what is proven to be sold out at a site; undefined if its stock is unknown or too old to prove
   * anything.
   */
  readonly soldOut: (site: string) => readonly SoldOut[] | undefined;
  /** Unix time in ms. */
  readonly now: () => number;
};

const schema = z.object({ site: z.string(), time: z.number().int(), nonce });

/**
 * Parses the body of a call: `{"site": "main", "time": 1700000000, "nonce": "…"}`. Returns undefined if it is
 * anything else, or about another site than the path.
 */
export function readSoldOutCall(body: Buffer, site: string): Content | undefined {
  const parsed = schema.safeParse(parseJson(body));
  return parsed.success && parsed.data.site === site ? { nonce: parsed.data.nonce } : undefined;
}

/**
 * Answers what is sold out at a site:
 *
 *     {"site": "main", "at": 1700000000, "soldOut": [
 *       {"pid": 42},
 *       {"pid": 42, "option": 1, "choice": 11},
 *       {"pid": 42, "combination": [[1, 11], [2, 21]]}]}
 *
 * `at` is the Unix time in seconds, which the header `X-Stock-Timestamp` repeats. `X-Stock-Signature` is
 * described at `signAnswer`; it is made with the secret that the call is signed with. The answer is 503
 * without a body if the stock of the site is unknown or older than `max_age`.
 */
export function answerSoldOut(
  { soldOut, now }: SoldOutDeps,
  site: string,
  { content, secret }: AcceptedCall<Content>,
  response: ServerResponse,
): void {
  const found = soldOut(site);
  if (!found) return void response.writeHead(503, { 'Content-Length': 0 }).end();
  const at = Math.floor(now() / 1000);
  const timestamp = String(at);
  const body = Buffer.from(JSON.stringify({ site, at, soldOut: found }));
  const signature = signAnswer(secret.reveal(), { timestamp, site, nonce: content.nonce, body });
  response
    .writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': body.length,
      'Cache-Control': 'no-store',
      [TIMESTAMP_HEADER]: timestamp,
      [SIGNATURE_HEADER]: signature,
    })
    .end(body);
}
