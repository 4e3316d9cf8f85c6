import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Encoding } from '../metrics/encoding.js';
import type { Exposition } from '../metrics/exposition.js';
import { CONTENT_TYPE } from '../metrics/text-format.js';
import { negotiate } from './negotiate.js';
import { type Places, TOO_MANY } from './places.js';
import { sendBody } from './send-body.js';
import { sendText } from './send-text.js';

/** What there is to scrape. */
export type Scraped = Pick<Exposition, 'parts' | 'site' | 'exporter'>;

export type ScrapeDeps = {
  readonly exposition: Scraped;
  readonly places: Places;
  /** The time after which the connection of a client that reads nothing is closed. */
  readonly stallMs: number;
};

export type AnswerScrape = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Answers with the exposition, in gzip unless the client prefers plain text, or with 503 if there is no
 * place. This is the hot path: it uses nothing of the response but what node:http gives.
 */
export function scrape({ exposition, places, stallMs }: ScrapeDeps): AnswerScrape {
  return async (request, response) => {
    const place = places.take(request.socket);
    if (!place) return sendText(response, 503, TOO_MANY, { 'Retry-After': '1' });
    response.once('close', place.leave);
    const encoding = negotiate(request);
    const target = readTarget(request.url);
    const parts = await choose(exposition, target, encoding);
    if (!parts) return sendText(response, 404, describeUnknown(target));
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    response.writeHead(200, HEADERS[encoding](length));
    if (request.method === 'HEAD') response.end();
    else sendBody(response, parts, stallMs, place.progressed);
  };
}

/**
 * Returns the parameter `target` of an address; undefined if it has none. `role=exporter` means the empty
 * one, which Prometheus can't send for a target that it discovers.
 */
export function readTarget(url = ''): string | undefined {
  const query = url.indexOf('?');
  if (query < 0) return undefined;
  const parameters = new URLSearchParams(url.slice(query));
  return parameters.get('target') ?? (parameters.get('role') === 'exporter' ? '' : undefined);
}

/** Returns the whole without a target, the exporter's own metrics for an empty one, or one site. */
function choose(exposition: Scraped, target: string | undefined, encoding: Encoding) {
  if (target === undefined) return exposition.parts(encoding);
  return target === '' ? exposition.exporter(encoding) : exposition.site(target, encoding);
}

/** Repeats only what could be the name of a site. */
export const describeUnknown = (target = ''): string =>
  /^[A-Za-z0-9._-]{1,64}$/.test(target) ? `There is no site ${target}.` : 'There is no such site.';

/**
 * Written out, because merging them takes as long as routing the scrape. `Date` is what node:http would add,
 * which sets a timer for it each time.
 */
const HEADERS: Readonly<Record<Encoding, (length: number) => OutgoingHttpHeaders>> = {
  identity: (length) => ({
    'Content-Type': CONTENT_TYPE,
    'Content-Length': length,
    Date: new Date().toUTCString(),
    Vary: 'Accept-Encoding',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  }),
  gzip: (length) => ({
    'Content-Type': CONTENT_TYPE,
    'Content-Encoding': 'gzip',
    'Content-Length': length,
    Date: new Date().toUTCString(),
    Vary: 'Accept-Encoding',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  }),
};
