import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Body, Encoding } from '../metrics/exposition.js';
import { renderLanding } from './landing.js';
import { limitRequests, scrape } from './scrape.js';
import type { SiteView } from './site-view.js';

export type WebDeps = {
  /** Path of the metrics, such as `/metrics`. */
  readonly telemetryPath: string;
  /** Scrapes at once; beyond it the answer is 503. 0 is no limit. */
  readonly maxRequests: number;
  readonly exposition: (encoding: Encoding) => Promise<Body>;
  /** Whether each site has been tried once. */
  readonly ready: () => boolean;
  readonly sites: () => readonly SiteView[];
  readonly version: string;
  readonly log: { error(fields: object, message: string): void };
};

/**
 * Everything that is served. Nothing here asks WHMCS.
 *
 * @throws {Error} where the telemetry path is none, or taken.
 */
export function createApp(deps: WebDeps): Express {
  if (!/^\/[\w./-]+$/.test(deps.telemetryPath) || deps.telemetryPath.startsWith('/-/')) {
    throw new Error(
      `--web.telemetry-path: expected a path such as /metrics, found ${JSON.stringify(deps.telemetryPath)}`,
    );
  }
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.use((_request, response, next) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    next();
  });

  const routes: readonly (readonly [string, ...RequestHandler[]])[] = [
    [deps.telemetryPath, limitRequests(deps.maxRequests), scrape(deps.exposition)],
    ['/-/healthy', (_request, response) => sendText(response, 200, 'Healthy.')],
    [
      '/-/ready',
      (_request, response) =>
        deps.ready()
          ? sendText(response, 200, 'Ready.')
          : sendText(response, 503, 'Not ready: some site has not been tried yet.'),
    ],
    ['/', landing(deps)],
  ];
  for (const [path, ...handlers] of routes)
    app
      .route(path)
      .get(...handlers)
      .all(refuseMethod);
  app.use((_request, response) => sendText(response, 404, 'Not found.'));
  app.use(failed(deps.log));
  return app;
}

function sendText(response: Parameters<RequestHandler>[1], status: number, text: string): void {
  response.status(status).type('text/plain').send(`${text}\n`);
}

const refuseMethod: RequestHandler = (_request, response) => {
  response.setHeader('Allow', 'GET, HEAD');
  sendText(response, 405, 'Method not allowed.');
};

const landing =
  ({ telemetryPath, version, sites }: WebDeps): RequestHandler =>
  (_request, response) => {
    response.setHeader(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    );
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('Cache-Control', 'no-store');
    response.type('html').send(renderLanding({ telemetryPath, version, sites: sites(), now: new Date() }));
  };

/** An answer says that something failed, and the log says what. A path that can't be decoded is the client's fault. */
const failed =
  (log: WebDeps['log']): ErrorRequestHandler =>
  (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof URIError) return sendText(response, 400, 'Bad request.');
    log.error({ err: error }, 'a request failed');
    sendText(response, 500, 'Internal error.');
  };
