import type { RequestHandler } from 'express';
import type { Redact } from '../config/secrets/redactor.js';
import { createLandingPage, type LandingPage } from './landing-page.js';
import { sendBody } from './send-body.js';
import type { SiteView } from './site-view.js';

export type LandingDeps = Pick<LandingPage, 'telemetryPath' | 'version'> & {
  readonly sites: () => readonly SiteView[];
  readonly redact: Redact;
};

/**
 * Serves the page at `/`.
 *
 * @param stallMs the time after which the connection of a client that reads nothing is closed.
 */
export function landing(deps: LandingDeps, stallMs: number): RequestHandler {
  const render = createLandingPage(deps.redact);
  return (request, response) => {
    const page = Buffer.from(render({ ...deps, sites: deps.sites(), now: new Date() }));
    // Headers that are set already come from the web configuration, and replace those here.
    response.writeHead(200, { ...HEADERS, ...response.getHeaders(), 'Content-Length': page.length });
    if (request.method === 'HEAD') response.end();
    else sendBody(response, [page], stallMs);
  };
}

const HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors " +
    "'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};
