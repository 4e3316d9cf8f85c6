import type { RequestHandler } from 'express';
import type { Body, Encoding } from '../metrics/exposition.js';
import { CONTENT_TYPE } from '../metrics/text.js';

/** Answers with the exposition, in gzip where the client takes it at least as gladly as plain text. */
export function scrape(exposition: (encoding: Encoding) => Promise<Body>): RequestHandler {
  return async (request, response) => {
    const encoding = request.acceptsEncodings('gzip', 'identity') === 'gzip' ? 'gzip' : 'identity';
    const { chunks, length } = await exposition(encoding);
    response.writeHead(200, {
      'Content-Type': CONTENT_TYPE,
      'Content-Length': length,
      Vary: 'Accept-Encoding',
      'Cache-Control': 'no-store',
      ...(encoding === 'gzip' ? { 'Content-Encoding': 'gzip' } : {}),
    });
    if (request.method !== 'HEAD') {
      response.cork();
      for (const chunk of chunks) response.write(chunk);
      response.uncork();
    }
    response.end();
  };
}

/** Lets no more than `most` requests be answered at once; 0 is no limit. A client that leaves gives its place back. */
export function limitRequests(most: number): RequestHandler {
  let now = 0;
  return (_request, response, next) => {
    if (most > 0 && now >= most) {
      response.setHeader('Retry-After', '1');
      response
        .status(503)
        .type('text/plain')
        .send(`Limit of ${most} concurrent requests reached, try again later.\n`);
      return;
    }
    now += 1;
    response.once('close', () => {
      now -= 1;
    });
    next();
  };
}
