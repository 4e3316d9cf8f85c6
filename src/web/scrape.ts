import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import Negotiator from 'negotiator';
import { ENCODINGS, type Encoding } from '../metrics/encoding.js';
import { CONTENT_TYPE } from '../metrics/text.js';

/**
 * Answers with the exposition, in gzip where the client takes it at least as gladly as plain text. This is the hot path: it
 * uses nothing of the response but what node:http gives.
 *
 * @param most scrapes to answer at once, beyond which the answer is 503; 0 is no limit. A client that leaves gives its place back.
 */
export function scrape(exposition: (encoding: Encoding) => Promise<Buffer>, most: number): RequestHandler {
  let now = 0;
  const leave = () => {
    now -= 1;
  };
  return async (request, response) => {
    if (most > 0 && now >= most) {
      response.writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8', 'Retry-After': '1' });
      response.end(`Limit of ${most} concurrent requests reached, try again later.\n`);
      return;
    }
    now += 1;
    // Of an answer that waits behind another on its connection, Node 20 says nothing when the client leaves; of its request it does.
    (response.socket ? response : request).once('close', leave);
    const encoding = negotiate(request);
    const body = await exposition(encoding);
    response.writeHead(200, HEADERS[encoding](body.length));
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}

/** What the published types leave out: on equal weights these go first, whatever their order in the header. */
type WithPreference = {
  encoding(available: string[], options: { readonly preferred: readonly Encoding[] }): string | undefined;
};

/** A client that refuses everything gets plain text, as client_golang gives it. */
function negotiate(request: IncomingMessage): Encoding {
  const negotiator: WithPreference = new Negotiator(request);
  return negotiator.encoding([...ENCODINGS], { preferred: ENCODINGS }) === 'gzip' ? 'gzip' : 'identity';
}

const shared = {
  'Content-Type': CONTENT_TYPE,
  Vary: 'Accept-Encoding',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
};

const HEADERS: Readonly<Record<Encoding, (length: number) => Record<string, string | number>>> = {
  identity: (length) => ({ ...shared, 'Content-Length': length }),
  gzip: (length) => ({ ...shared, 'Content-Length': length, 'Content-Encoding': 'gzip' }),
};
